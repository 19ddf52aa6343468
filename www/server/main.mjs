// Serves the built page: node www/server/main.mjs [--port N] [--no-open]

import open from 'open';
import { parseArgs } from 'node:util';
import { serve } from './serve.mjs';

const DEFAULT_PORT = 4280;

try {
  const { values: options } = parseArgs({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } } });
  const { url, close } = await start(options.port);
  const apiKey = setting('LLAMA_CLOUD_API_KEY', 'LLAMA_PARSE_API_KEY');
  console.error(
    apiKey
      ? `Your batches, from ${setting('LLAMA_CLOUD_BASE_URL') ?? 'LlamaCloud'}: the key stays in this server.`
      : 'Made-up batches of the sandbox: set LLAMA_CLOUD_API_KEY to see your own.',
  );
  console.log(`The demo is at ${url} (Ctrl-C ends it)`);
  process.once('SIGINT', close).once('SIGTERM', close);
  if (!options['no-open']) {
    const browser = await open(url).catch(() => undefined);
    browser?.once('error', () => console.error('No browser could be opened: open the address yourself.'));
  }
} catch (error) {
  console.error(`demo: ${error instanceof Error ? error.message : error}`);
  process.exitCode = /** @type {{ code?: string }} */ (error).code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}

/** @param {string | undefined} wanted */
async function start(wanted) {
  const options = {
    apiKey: setting('LLAMA_CLOUD_API_KEY', 'LLAMA_PARSE_API_KEY'),
    baseURL: setting('LLAMA_CLOUD_BASE_URL'),
  };
  if (options.baseURL && !/^https?:$/.test(URL.canParse(options.baseURL) ? new URL(options.baseURL).protocol : '')) {
    throw new Error('LLAMA_CLOUD_BASE_URL is no address that begins with https:// or http://');
  }
  if (wanted !== undefined) {
    if (!/^\d+$/.test(wanted) || Number(wanted) > 65_535)
      throw new Error(`--port takes a number up to 65535, not ${wanted}`);
  }
  return serve({ port: Number(wanted ?? DEFAULT_PORT), ...options }).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    if (wanted === undefined) return serve(options);
    throw new Error(`another program uses the port ${wanted}: choose another one, or leave out --port`);
  });
}

/** @param {string[]} names */
function setting(...names) {
  return names.map((name) => process.env[name]?.trim()).find(Boolean);
}
