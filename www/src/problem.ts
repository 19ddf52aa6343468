import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  LlamaCloudError,
  RateLimitError,
} from 'llama-cloud-batches';
import { REGIONS, source } from './source.ts';

const CORS =
  'If it refuses requests from pages of other origins (CORS), start the demo with LLAMA_CLOUD_API_KEY set instead: its server makes the requests.';

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
    return {
      title: 'Too many requests',
      hint: 'The server asks to wait: try again in a minute. The free tier allows 20 requests a minute: set that limit under Connect…',
    };
  if (error instanceof APIConnectionTimeoutError)
    return { title: 'The server took too long', hint: 'It may be busy. Try again, or with a smaller page size.' };
  if (error instanceof APIConnectionError) return unreached();
  if (error instanceof APIError) return refused(error);
  if (error instanceof LlamaCloudError) return { title: 'The request is not valid', hint: error.message };
  return { title: 'Something went wrong', hint: error instanceof Error ? error.message : String(error) };
}

function unreached(): Problem {
  if (!navigator.onLine) return { title: 'You are offline', hint: 'Try again when the connection is back.' };
  if (source.value?.kind === 'server')
    return {
      title: 'No whole response came from the demo’s server',
      hint: 'If it was stopped, start it again with cargo xtask demo. If it runs, the response broke off on the way: try again.',
    };
  return {
    title: 'The server was not reached',
    hint: `Is the base URL right? ${CORS}`,
    connect: true,
  };
}

function refused(error: APIError): Problem {
  const said = brief(error.message.replace(/^\d{3} /, ''));
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
        hint: `Batches need a Pro or Enterprise plan. Check the project and organization, too. The server said: ${said}`,
        connect: true,
      };
    case 404:
      return {
        title: 'Not found',
        hint: `Check the id, the project, the base URL and the region. The server said: ${said}`,
        connect: true,
      };
    case 409:
      return { title: 'Not possible in this state', hint: `The server said: ${said}` };
    case 422:
      return { title: 'The server rejected this', hint: `It said: ${said}` };
  }
  if ((error.status ?? 0) >= 500)
    return { title: 'The server failed', hint: `It responded with ${error.status}: ${said} Try again later.` };
  return {
    title: 'The response is not one of the API',
    hint: `Check the base URL, and whether a proxy or a login page responds instead. In the response, ${said}`,
  };
}

/** What a server says, as the end of a sentence: of a web page its title, and of much the beginning. */
function brief(text: string): string {
  const title = /^\s*</.test(text) && (/<title[^>]*>\s*([^<]+)/i.exec(text)?.[1]?.trim() ?? 'a web page');
  const said = title || text.replace(/\.$/, '');
  return said.length > 200 ? `${said.slice(0, 200).trim()}…` : `${said}.`;
}
