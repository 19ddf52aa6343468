import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { binaryOf, idsIn, recentNode } from '../support/context.mjs';
import { assertWasmIsAFile, tool } from '../support/workspace.mjs';

const deno = () =>
  binaryOf(
    ['@deno/linux-x64-glibc', '@deno/linux-arm64-glibc', '@deno/darwin-arm64', '@deno/darwin-x64', '@deno/win32-x64'],
    'deno',
  );
const bun = () =>
  binaryOf(
    [
      '@oven/bun-linux-x64',
      '@oven/bun-linux-aarch64',
      '@oven/bun-darwin-aarch64',
      '@oven/bun-darwin-x64',
      '@oven/bun-windows-x64',
    ],
    'bin/bun',
  );
const workerd = () =>
  binaryOf(
    [
      '@cloudflare/workerd-linux-64',
      '@cloudflare/workerd-linux-arm64',
      '@cloudflare/workerd-darwin-arm64',
      '@cloudflare/workerd-darwin-64',
      '@cloudflare/workerd-windows-64',
    ],
    'bin/workerd',
  );

const wrangler = tool('wrangler', 'bin/wrangler.js');

const WORKERD = '`import`, by the `workerd` entry, bundled by wrangler';

/** Runtimes other than Node.js and browsers. */
export const runtimes = [
  {
    name: 'Deno',
    project: 'deno',
    uses: ['deno'],
    imports: '`import`; no permission but for the network and the environment',
    async run({ run }) {
      const program = (file) => run(deno(), ['run', '--no-prompt', '--allow-net=127.0.0.1', '--allow-env', file]);
      await program('shared/proxy.js');
      return idsIn(await program('main.ts'));
    },
  },
  {
    name: 'Bun',
    project: 'bun',
    uses: ['bun'],
    imports: '`import`',
    async run({ run }) {
      await run(bun(), ['shared/proxy.js']);
      return idsIn(await run(bun(), ['shared/server.js']));
    },
  },
  {
    name: 'Bun, require',
    project: 'node',
    uses: ['bun'],
    imports: '`require`',
    run: async ({ run }) => idsIn(await run(bun(), ['require.cjs'])),
  },
  {
    name: 'Bun, bundled for browsers',
    project: 'bun',
    uses: ['bun'],
    imports: '`import`; the wasm is inside the chunk',
    isPage: true,
    async run({ run, openScript }) {
      await run(bun(), ['build', '--target=browser', '--minify', '--outdir=dist', 'shared/page.js']);
      return openScript('dist/page.js');
    },
  },
  {
    name: 'Bun, compiled program',
    project: 'bun',
    uses: ['bun'],
    imports: '`import`; the wasm is inside the program',
    async run({ run }) {
      const program = process.platform === 'win32' ? 'list.exe' : './list';
      await run(bun(), ['build', '--compile', `--outfile=${program}`, 'shared/server.js']);
      return idsIn(await run(program, []));
    },
  },
  wranglerDev('2026-11-01'),
  wranglerDev('2021-11-02'),
  workerdItself('workerd', 'worker.js'),
  // There the inlined wasm, which would be compiled then, is refused.
  workerdItself('workerd, imported by a request', 'lazy.js'),
];

function worker(name) {
  return { name, project: 'worker', uses: ['wrangler', 'workerd'], imports: WORKERD };
}

function wranglerDev(date) {
  return {
    ...worker(`Miniflare by wrangler dev, compatibility date ${date}`),
    async run({ start, ask }) {
      const args = [wrangler, 'dev', '--ip', '127.0.0.1', '--port', '0', '--compatibility-date', date];
      const { found } = await start(recentNode(), args, { ready: /Ready on (http:\S+)/ });
      return ask(found[1]);
    },
  };
}

function workerdItself(name, script) {
  return {
    ...worker(name),
    uses: ['workerd'],
    async run({ folder, run, start, ask }) {
      await run(recentNode(), [wrangler, 'deploy', script, '--dry-run', '--outdir', 'dist']);
      const built = (file) => path.join(folder, 'dist', file);
      const wasm = (await readdir(built('.'))).find((file) => file.endsWith('.wasm'));
      await assertWasmIsAFile(built(wasm), [built(script)]);
      // wrangler makes up the name of the wasm.
      const config = path.join(folder, 'workerd.capnp');
      await writeFile(config, (await readFile(config, 'utf8')).replaceAll('WASM', wasm).replaceAll('SCRIPT', script));
      const { found } = await start(workerd(), ['serve', 'workerd.capnp', '--control-fd=1'], {
        ready: /"port":\s*(\d+)/,
      });
      return ask(`http://127.0.0.1:${found[1]}/`);
    },
  };
}
