import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { recentNode } from '../support/context.mjs';
import { assertProxy } from '../support/proxy.mjs';
import { tool } from '../support/workspace.mjs';

const IMPORTS = '`import` in a component, where the server lists what it renders and the page lists again';
const READY = /(http:\/\/127\.0\.0\.1:\d+)/;

const wrangler = tool('wrangler', 'bin/wrangler.js');
const nuxt = [tool('@nuxt/cli', 'bin/nuxi.mjs'), 'build'];

/** Frameworks that render on a server and in the page: built as for production, and served by their own servers. */
export const frameworks = [
  framework('SvelteKit', ['@sveltejs/kit', 'svelte'], {
    build: [tool('vite', 'bin/vite.js'), 'build'],
    serve: ['build/index.js'],
  }),
  framework('Nuxt', ['nuxt', 'vue'], { build: nuxt, serve: ['.output/server/index.mjs'] }),
  {
    ...framework('Nuxt, for Cloudflare', ['nuxt', 'wrangler'], {
      build: nuxt,
      preset: 'cloudflare-module',
      serve: [wrangler, 'dev', '--cwd', '.output', '--ip', '127.0.0.1', '--port', '0'],
    }),
    imports: `${IMPORTS}; needs \`nitro: { experimental: { wasm: true } }\``,
  },
  framework('Astro', ['astro'], { build: [tool('astro', 'bin/astro.mjs'), 'build'], serve: ['dist/server/entry.mjs'] }),
  framework('React Router', ['react-router', 'react'], {
    build: [tool('@react-router/dev', 'bin.cjs'), 'build'],
    serve: [tool('@react-router/serve', 'bin.cjs'), 'build/server/index.js'],
  }),
];

function framework(name, uses, { build, serve, preset = '' }) {
  return {
    name,
    project: name.split(',')[0].toLowerCase().replace(' ', '-'),
    uses,
    imports: IMPORTS,
    isPage: true,
    async run({ run, start, open }) {
      const said = await run(recentNode(), build, { env: { NITRO_PRESET: preset }, timeout: 240_000 });
      assert.doesNotMatch(
        said,
        /node_modules\/llama-cloud-batches\/.*: /,
        'the build has something to say about the package',
      );
      const { found } = await start(recentNode(), serve, {
        ready: READY,
        env: { HOST: '127.0.0.1', PORT: await freePort(), CLOUDFLARE_INCLUDE_PROCESS_ENV: 'true' },
      });
      await assertProxy(found[1]);
      return { ...(await open(found[1])), server: await rendered(found[1]) };
    },
  };
}

/** The ids in what a server rendered. */
async function rendered(url) {
  const response = await fetch(url);
  const html = await response.text();
  assert.equal(response.status, 200, html.slice(0, 2_000));
  return Array.from(html.matchAll(/<li>(bat-[\w-]+)/g), ([, id]) => id);
}

/** Not every server says which port it took, if it is to take any. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return String(port);
}
