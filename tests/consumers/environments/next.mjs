import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { assertProxy } from '../support/proxy.mjs';
import { assertWasmIsAFile, tool } from '../support/workspace.mjs';

const command = tool('next', 'dist/bin/next');

const PATHS = { 'route handler': 'api/node', 'edge route': 'api/edge', 'edge function': 'api/edge-function' };

/** Next.js, with each of its bundlers. */
export const next = [environment('Next.js, Turbopack', []), environment('Next.js, webpack', ['--webpack'])];

function environment(name, options) {
  return {
    name,
    project: 'next',
    uses: ['next', 'react'],
    imports: '`import` in a client component, a route handler and edge routes, the last by the `edge-light` entry',
    isPage: true,
    async run({ folder, run, start, open, ask }) {
      // With webpack, Next.js 16.4 fails to build any edge route of the app folder, an empty one too.
      const without = options.includes('--webpack') ? 'edge route' : undefined;
      if (without) await rm(path.join(folder, 'app', PATHS[without]), { recursive: true });
      await run(process.execPath, [command, 'build', ...options], { timeout: 240_000 });
      await assertEdgeEntry(folder, without ? 1 : 2);
      const { found } = await start(process.execPath, [command, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
        ready: /Local:\s+(http:\S+)/,
      });
      await assertProxy(found[1]);
      const seen = await open(found[1]);
      for (const [name, route] of Object.entries(PATHS)) {
        if (name !== without) seen[name] = await ask(new URL(route, found[1]));
      }
      return seen;
    },
  };
}

/** The inlined wasm would run in Next.js's own server, but not where edge routes are deployed. */
async function assertEdgeEntry(folder, count) {
  const built = (file) => path.join(folder, '.next', file);
  const functions = Object.values(
    JSON.parse(await readFile(built('server/middleware-manifest.json'), 'utf8')).functions,
  );
  assert.equal(functions.length, count);
  for (const { wasm, files } of functions) {
    assert.equal(wasm.length, 1);
    await assertWasmIsAFile(built(wasm[0].filePath), files.map(built));
  }
}
