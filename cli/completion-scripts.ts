// Each script calls `llama-cloud-batches complete -- WORDS` for the candidates of the last word: lines of a
// value, a tab and a description, or `:files` where the shell completes names of files.

export const SCRIPTS = {
  bash: `_llama_cloud_batches() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default 2>/dev/null
      return
    fi
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(llama-cloud-batches complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _llama_cloud_batches llama-cloud-batches
`,
  zsh: `#compdef llama-cloud-batches
_llama_cloud_batches() {
  local line
  local -a candidates
  for line in "\${(@f)$(llama-cloud-batches complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      _files
      return
    fi
    [[ -n $line ]] && candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}\${\${line#*$'\\t'}:+:\${line#*$'\\t'}}")
  done
  _describe -V 'llama-cloud-batches' candidates
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _llama_cloud_batches "$@"
else
  compdef _llama_cloud_batches llama-cloud-batches
fi
`,
  fish: `function __llama_cloud_batches
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (llama-cloud-batches complete -- $words[2..] 2>/dev/null)
  if test "$lines[1]" = :files
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $lines
  end
end
complete -c llama-cloud-batches -f -k -a '(__llama_cloud_batches)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName llama-cloud-batches -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  # Some versions of PowerShell pass no empty word to a program.
  $next = if ($wordToComplete) { @() } else { @('--next') }
  llama-cloud-batches complete @next -- @words 2>$null | Where-Object { $_ -and $_ -ne ':files' } | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    if (-not $description) { $description = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
  }
}
`,
} as const;
