import type { APIError } from 'llama-cloud-batches';
import { span } from './format.ts';

const EUROPE = 'https://api.cloud.eu.llamaindex.ai';

/** The end of a command that did not do what it was asked for, in words for the user. */
export class Failure extends Error {}

/** In one line what went wrong with a server, and what to do about it where that is known. */
export async function explain(error: unknown, server: string): Promise<Failure> {
  const api = await import('llama-cloud-batches');
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return new Failure(oneLine(String(error)));
  if (error instanceof api.BatchWaitError && error.batch) {
    return new Failure(`${oneLine(error.batch.id)} did not end within --timeout: it is ${oneLine(error.batch.status)}`);
  }
  const hint = error instanceof api.APIError ? advice(api, error, server) : undefined;
  return new Failure([oneLine(error.message).replace(/\.$/, ''), hint].filter(Boolean).join('; '), { cause: error });
}

function advice(api: typeof import('llama-cloud-batches'), error: APIError, server: string): string | undefined {
  if (error instanceof api.APIConnectionTimeoutError) return `${server} took too long: try a longer --timeout`;
  if (error instanceof api.APIConnectionError) return `is ${server} the right server, and the network up?`;
  if (error instanceof api.RateLimitError) {
    const wait = Number(error.headers?.get('retry-after'));
    return `too many requests: try again ${wait > 0 ? `in ${span(wait * 1_000)}` : 'in a minute'}`;
  }
  switch (error.status) {
    case 401:
      return `check LLAMA_CLOUD_API_KEY, and that it is a key of ${server} (Europe: --base-url ${EUROPE})`;
    case 402:
      return 'batches need a Pro or Enterprise plan';
    case 403:
      return 'the key may not do this: check --project, --organization and the plan (batches need Pro or Enterprise)';
    case 404:
      return error.path?.startsWith('/api/v2/batches') && error.path !== '/api/v2/batches'
        ? `check the id, --project and --organization; asked ${server}`
        : `is ${server} the right server?`;
  }
  return (error.status ?? 0) >= 500 ? `${server} has trouble: try again later` : undefined;
}

/** What a server says may hold anything; an error is one line without control characters. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '').trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}
