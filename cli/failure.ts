import path from 'node:path';
import type { APIError } from 'llama-cloud-batches';
import { plain, span } from './format.ts';
import { ellipsize } from './width.ts';

/** How many columns of a server's message are printed. */
const MAX_MESSAGE = 500;

/** A command that failed, in words for the user. */
export class Failure extends Error {}

/** A command line with these words, for the server that was used. */
type Hint = (...words: string[]) => string;

/** A file that cannot be written, and why. */
export function cannotWrite(file: string, error: unknown): Failure {
  const { code, message } = error as NodeJS.ErrnoException;
  // Node.js ends its sentence with the call and the file that failed, which may be a scratch file beside this one.
  const why = code === 'ENOENT' ? `there is no folder ${path.dirname(file)}` : message.replace(/, \w+( '.*)?$/s, '');
  return new Failure(`cannot write ${file}: ${why}`);
}

/** The server that was used, and what the user calls the options that chose it. */
interface Used {
  url: string;
  called: Record<string, string> | undefined;
}

/** Says in one line what went wrong with a server, and what to do about it where that is known. */
export async function explain(error: unknown, { url, called }: Used, hint: Hint): Promise<Failure> {
  const api = await import('llama-cloud-batches');
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return new Failure(oneLine(String(error)));
  if (error instanceof api.BatchWaitError && error.batch) {
    const id = oneLine(error.batch.id);
    return new Failure(
      `${id} did not end within --timeout: it is ${oneLine(error.batch.status)}. Go on: ${hint('wait', id)}`,
    );
  }
  const advice = error instanceof api.APIError ? advise(api, error, url) : undefined;
  // The options are called otherwise here.
  const message = error.message.replace(/^options\.(\w+)/, (option, name) => called?.[name] ?? option);
  const said = oneLine(message).replace(/\.$/, '').replace('check baseURL', 'check --base-url');
  return new Failure([said, advice].filter(Boolean).join('; '), { cause: error });
}

function advise(api: typeof import('llama-cloud-batches'), error: APIError, server: string): string | undefined {
  if (error instanceof api.APIConnectionTimeoutError) return `${server} took too long: try a longer --timeout`;
  if (error instanceof api.APIConnectionError) return `is ${server} the right server, and the network up?`;
  if (error instanceof api.RateLimitError) {
    const wait = Number(error.headers?.get('retry-after'));
    return `too many requests: try again ${wait > 0 ? `in ${span(wait * 1_000)}` : 'in a minute'}`;
  }
  switch (error.status) {
    case 401:
      return `check the API key (LLAMA_CLOUD_API_KEY or --profile), and that it is a key of ${server} (Europe: --region eu)`;
    case 402:
      return 'batches need a Pro or Enterprise plan';
    case 403:
      return 'the key may not do this: check --project, --organization and the plan (batches need Pro or Enterprise)';
    case 404:
      return error.path?.startsWith('/api/v2/batches') && error.path !== '/api/v2/batches'
        ? `check the id, --project, --organization and the server, ${server}`
        : `is ${server} the right server?`;
  }
  return (error.status ?? 0) >= 500 ? `${server} failed: try again later` : undefined;
}

/** A server can send anything; an error is one line without control characters. */
export function oneLine(text: string): string {
  return ellipsize(plain(text.replace(/\s+/g, ' ')).trim(), MAX_MESSAGE);
}
