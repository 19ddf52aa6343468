import { useState } from 'preact/hooks';
import { Dialog } from './dialog.tsx';
import { Field, focusWrong } from './fields.tsx';
import { save, saved } from './settings.ts';
import {
  cleanBaseURL,
  connectKey,
  connectSandbox,
  connectServer,
  lostServer,
  REGIONS,
  remember,
  serverHost,
  source,
} from './source.ts';

/** Chooses where the batches come from. A key that is typed stays in memory, and only there. */
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState(lostServer.value ? 'key' : (source.value?.kind ?? 'sandbox'));
  const [errors, setErrors] = useState<{ url?: string; key?: string; rate?: string }>({});
  const choices = [
    {
      kind: 'sandbox' as const,
      name: 'Sandbox',
      says: 'Made-up batches inside this page. No key is needed, and nothing leaves the page.',
    },
    ...(serverHost
      ? [
          {
            kind: 'server' as const,
            name: 'This server’s key',
            says: `Your batches at ${serverHost}. The key stays in the server that you started.`,
          },
        ]
      : []),
    {
      kind: 'key' as const,
      name: 'A key of mine',
      says: 'This page calls LlamaCloud directly. The key is kept in memory until the page is closed or reloaded.',
    },
  ];
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const [url, key, rate] = [cleanBaseURL(text('url')), text('key'), text('rate')];
    const wrong = {
      ...(kind === 'key' &&
        !isAddress(url) && { url: 'An address such as https://api.cloud.llamaindex.ai; http:// only on this machine' }),
      ...(kind === 'key' && !key && { key: 'Enter your API key, llx-…' }),
      ...(!/^([1-9]\d{0,4})?$/.test(rate) && { rate: 'A whole number from 1 on, or nothing for no limit' }),
    };
    setErrors(wrong);
    if (Object.keys(wrong).length) return focusWrong(form);
    const limit = rate ? Number(rate) : undefined;
    if (kind !== 'sandbox') save('rate', limit);
    if (kind === 'key') {
      try {
        connectKey(url, key, limit);
      } catch {
        setErrors({ key: 'This cannot be a key: remove line breaks and other characters that do not belong to it' });
        return focusWrong(form);
      }
    } else {
      remember(false);
      if (kind === 'server') connectServer(limit);
      else await connectSandbox();
    }
    onClose();
  };
  return (
    <Dialog title="Connect" onClose={onClose}>
      <form onSubmit={onSubmit} noValidate>
        <fieldset class="choices">
          <legend class="hidden">Where the batches come from</legend>
          {choices.map((choice) => (
            <label key={choice.kind}>
              <input
                type="radio"
                name="kind"
                value={choice.kind}
                checked={kind === choice.kind}
                onChange={() => setKind(choice.kind)}
              />
              <span>
                <strong>{choice.name}</strong>
                <small>{choice.says}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {kind === 'key' && (
          <>
            <Field
              label="Base URL"
              hint={`Europe is ${REGIONS[1].url}; each region has its own keys.`}
              error={errors.url}
            >
              {(props) => (
                <input
                  {...props}
                  name="url"
                  type="url"
                  list="regions"
                  defaultValue={saved('baseURL') ?? REGIONS[0].url}
                  autocomplete="off"
                  spellcheck={false}
                />
              )}
            </Field>
            <datalist id="regions">
              {REGIONS.map(({ name, url }) => (
                <option key={url} value={url}>
                  {name}
                </option>
              ))}
            </datalist>
            <Field
              label="API key"
              hint="From cloud.llamaindex.ai, under API Keys. Never stored, never in the address bar."
              error={errors.key}
            >
              {(props) => (
                <input
                  {...props}
                  name="key"
                  type="password"
                  placeholder="llx-…"
                  autocomplete="off"
                  spellcheck={false}
                />
              )}
            </Field>
          </>
        )}
        {kind !== 'sandbox' && (
          <Field
            label="Requests a minute (optional)"
            hint="The free tier allows 20: enter that, and no request is refused."
            error={errors.rate}
          >
            {(props) => (
              <input
                {...props}
                name="rate"
                inputMode="numeric"
                placeholder="no limit"
                defaultValue={saved('rate') ?? ''}
                autocomplete="off"
              />
            )}
          </Field>
        )}
        <footer>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary">
            Connect
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username || password) return false;
  // As the page's policy has it.
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
}
