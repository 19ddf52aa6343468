import { Argument, type Command } from 'commander';
import { complete, FILES } from '../complete.ts';
import { SCRIPTS } from '../completion-scripts.ts';
import type { Context } from '../context.ts';
import { examples } from '../help.ts';

export function completion(program: Command, { terminal }: Context): void {
  const command = program
    .command('completion')
    .summary('print the completion script of a shell')
    .description('Print a script that completes commands, options and their values in your shell.')
    .helpOption('-h, --help', 'print this help')
    .addArgument(new Argument('<shell>', `the shell: ${Object.keys(SCRIPTS).join(', ')}`).choices(Object.keys(SCRIPTS)))
    .action((shell: keyof typeof SCRIPTS) => terminal.write(SCRIPTS[shell]));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .option('--next')
    .action(async (words: string[], { next }: { next?: true }) => {
      const found = await complete(program, next ? [...words, ''] : words);
      const lines = found === FILES ? [FILES] : found.map(({ value, description }) => `${value}\t${description}`);
      await terminal.write(lines.map((line) => `${line}\n`).join(''));
    });
  const script = '~/.llama-cloud-batches';
  examples(
    command,
    ['bash: add the second line to ~/.bashrc', `completion bash > ${script}.bash\n  source ${script}.bash`],
    ['zsh: add the second line to ~/.zshrc, after compinit', `completion zsh > ${script}.zsh\n  source ${script}.zsh`],
    ['fish', 'completion fish > ~/.config/fish/completions/llama-cloud-batches.fish'],
    ['PowerShell', 'completion powershell >> $PROFILE'],
  );
}
