import type { APIError } from 'llama-cloud-batches';
import { span } from './format.ts';

/** A command that failed, in words for the user. */
export class Failure extends Error {}

/** A command line with these words, for the server that was used. */
type Hint = (...words: string[]) => string;

/** Says in one line what went wrong with a server, and what to do about it where that is known. */
export async function explain(error: unknown, server: string, hint: Hint): Promise<Failure> {
  const api = await import('llama-cloud-batches');
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return new Failure(oneLine(String(error)));
  if (error instanceof api.BatchWaitError && error.batch) {
    const id = oneLine(error.batch.id);
    return new Failure(
      `${id} did not end within --timeout: it is ${oneLine(error.batch.status)}. Go on: ${hint('wait', id)}`,
    );
  }
  const advice = error instanceof api.APIError ? advise(api, error, server) : undefined;
  return new Failure([oneLine(error.message).replace(/\.$/, ''), advice].filter(Boolean).join('; '), { cause: error });
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
function oneLine(text: string): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}
