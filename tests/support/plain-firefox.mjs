// A Firefox that nobody debugs: under a debugger, its stacks lead through promises, and else they do not.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { consumer } from './package.mjs';

const DIST = path.join(consumer, 'node_modules/llama-cloud-batches/dist');

/**
 * Opens a page whose script is `script`, a module; beside it are the packed package's files in `/dist/`. Gives what the
 * script posts to `/said` as JSON; whatever else it asks for is `answer(response)`'s affair.
 */
export async function openPlainFirefox(t, script, answer) {
  let tell;
  const said = new Promise((resolve) => (tell = resolve));
  const server = createServer(async (request, response) => {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><script type="module">${script}</script>`);
    } else if (request.url.startsWith('/dist/')) {
      response.setHeader('content-type', 'text/javascript');
      response.end(await readFile(path.join(DIST, path.basename(request.url))));
    } else if (request.url === '/said') {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      tell(JSON.parse(Buffer.concat(chunks)));
      response.end();
    } else answer(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const profile = await mkdtemp(path.join(tmpdir(), 'plain-firefox-'));
  const program = process.env['FIREFOX_BIN'] ?? '/usr/bin/firefox-esr';
  const url = `http://127.0.0.1:${server.address().port}/`;
  const firefox = spawn(program, ['--headless', '--no-remote', '--profile', profile, url], { stdio: 'ignore' });
  const exited = once(firefox, 'exit');
  t.after(async () => {
    firefox.kill();
    await exited;
    server.close();
    server.closeAllConnections();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  return Promise.race([said, exited.then(([code]) => Promise.reject(new Error(`Firefox exited with ${code}`)))]);
}
