import { useState } from 'preact/hooks';
import { filter, pageSize, search, view } from '../address.ts';
import { copy } from '../copy.tsx';
import { Dialog } from '../dialog.tsx';
import { source } from '../source.ts';
import { isCodeShown } from './button.tsx';
import { type Query, toCommand, toCurl, toJavaScript } from './code.ts';

const LANGUAGES = {
  javascript: {
    name: 'JavaScript',
    write: toJavaScript,
    hint: 'With npm install llama-cloud-batches. Every page, and retries, are taken care of.',
  },
  command: {
    name: 'Command line',
    write: toCommand,
    hint: 'Needs Node.js and nothing else; what the API cannot filter, jq does.',
  },
  curl: {
    name: 'curl',
    write: toCurl,
    hint: 'One page of the answer: next_page_token in it is the page_token of the next.',
  },
};
type Language = keyof typeof LANGUAGES;

/** This view as code, to copy. */
export function CodeDialog() {
  const [language, setLanguage] = useState<Language>('javascript');
  const [copied, setCopied] = useState(false);
  const { name, write, hint } = LANGUAGES[language];
  const text = write(present());
  return (
    <Dialog title="This view as code" onClose={() => (isCodeShown.value = false)}>
      <div class="group" role="group" aria-label="Language">
        {Object.entries(LANGUAGES).map(([key, { name }]) => (
          <button
            key={key}
            type="button"
            class="quiet"
            aria-pressed={key === language}
            onClick={() => (setLanguage(key as Language), setCopied(false))}
          >
            {name}
          </button>
        ))}
      </div>
      <pre class="code mono" tabIndex={0} aria-label={name}>
        {text}
      </pre>
      <p class="faint">
        {hint} The key comes from LLAMA_CLOUD_API_KEY.
        {source.value?.kind === 'sandbox' &&
          ' This page’s made-up batches live in it alone: this asks LlamaCloud for yours.'}
      </p>
      <footer>
        <button type="button" class="primary" onClick={async () => setCopied(await copy(text, `the ${name}`))}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      </footer>
    </Dialog>
  );
}

function present(): Query {
  const from = source.value;
  return {
    filter: filter.value,
    anyStatus: view.value !== 'batches',
    search: search.value,
    pageSize: pageSize.value,
    baseURL: from?.kind === 'key' ? from.client.baseURL : undefined,
    now: Date.now(),
  };
}
