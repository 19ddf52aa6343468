import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  LlamaCloudError,
  RateLimitError,
} from 'llama-cloud-batches';
import { REGIONS, source } from './source.ts';

const CORS =
  'A server that does not let pages of other origins ask (CORS) looks just like this: start the demo with LLAMA_CLOUD_API_KEY set instead.';

/** What went wrong, in words that one can act on. */
export interface Problem {
  title: string;
  hint: string;
  /** Whether another key or server may help. */
  connect?: boolean;
  /** Whether nothing else can. */
  isKey?: boolean;
}

/** Says what an error means to the person at the page. */
export function explain(error: unknown): Problem {
  if (error instanceof RateLimitError)
    return { title: 'Too many requests', hint: 'The server asks to wait. The free tier answers 20 requests a minute.' };
  if (error instanceof APIConnectionTimeoutError)
    return { title: 'The server took too long', hint: 'It may be busy. Try again, or with a smaller page size.' };
  if (error instanceof APIConnectionError) return unreached();
  if (error instanceof APIError) return refused(error);
  if (error instanceof LlamaCloudError) return { title: 'That cannot be asked for', hint: error.message };
  return { title: 'Something went wrong', hint: error instanceof Error ? error.message : String(error) };
}

function unreached(): Problem {
  if (!navigator.onLine) return { title: 'You are offline', hint: 'Try again when the connection is back.' };
  if (source.value?.kind === 'server')
    return {
      title: 'The demo’s server was not reached',
      hint: 'It may have been stopped: start it again with cargo xtask demo.',
    };
  return {
    title: 'The server was not reached',
    hint: `Is the base URL right? ${CORS}`,
    connect: true,
  };
}

function refused(error: APIError): Problem {
  const said = brief(error.message.replace(/^\d{3} /, '').replace(/\.$/, ''));
  switch (error.status) {
    case 401:
      return {
        title: 'The key was not accepted',
        hint: `Check the key and the region: keys of ${REGIONS[0].name} and ${REGIONS[1].name} are not shared.`,
        connect: true,
        isKey: true,
      };
    case 402:
    case 403:
      return {
        title: 'The key may not do this',
        hint: `Batches need a Pro or Enterprise plan. Check the project and organization, too. The server said: ${said}.`,
        connect: true,
      };
    case 404:
      return {
        title: 'Not found',
        hint: `Check the id, the project, the base URL and the region. The server said: ${said}.`,
        connect: true,
      };
    case 409:
      return { title: 'Not possible any more', hint: `The server said: ${said}.` };
    case 422:
      return { title: 'The server does not take this', hint: `It said: ${said}.` };
  }
  if ((error.status ?? 0) >= 500)
    return { title: 'The server has trouble', hint: `It answered ${error.status}: ${said}.` };
  return {
    title: 'The answer was not what the API promises',
    hint: `Is the base URL right, and does no proxy answer in its place? In the answer, ${said}.`,
  };
}

/** A server may say much. */
function brief(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
