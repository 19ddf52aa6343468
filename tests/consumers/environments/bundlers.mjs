import { idsIn } from '../support/context.mjs';
import { tool } from '../support/workspace.mjs';

const INLINED = '`import`; the wasm is inside the chunk';
const FILE = '`llama-cloud-batches/web`; the bundler emits the `.wasm` it names';

const node = process.execPath;
const vite = tool('vite', 'bin/vite.js');
const webpack = [tool('webpack', 'bin/webpack.js'), '--config-name'];
const rollup = [tool('rollup', 'dist/bin/rollup'), '-c', '--silent'];
const esbuild = ['build.js'];

const pages = [
  viteDev('Vite, development server', 'index.html', INLINED),
  viteDev('Vite, development server, module worker', 'worker.html', INLINED),
  viteDev('Vite, development server, `./web`', 'web.html', FILE),
  viteBuild('Vite, build', 'index.html', INLINED),
  viteBuild('Vite, build, module worker', 'worker.html', INLINED),
  viteBuild('Vite, build, `./web`', 'web.html', FILE),
  page('webpack', 'webpack', [...webpack, 'page'], 'dist/page.js', INLINED),
  page('webpack, worker', 'webpack', [...webpack, 'worker'], 'dist/worker.js', INLINED),
  page('webpack, `./web`', 'webpack', [...webpack, 'web'], 'dist/web.js', FILE),
  page('Rollup', 'rollup', rollup, 'dist/page.js', INLINED),
  page('esbuild', 'esbuild', esbuild, 'dist/page.js', INLINED),
  page('esbuild, classic script', 'esbuild', esbuild, 'dist/classic.js', INLINED, 'text/javascript'),
];

const servers = [
  viteSsr('Vite, development server, for Node.js', 'vite.config.js', '`import`, left to Node.js'),
  viteSsr(
    'Vite, development server, for Node.js, with everything in it',
    'bundled.config.js',
    "`import`, by Vite's module runner",
  ),
  server(
    'Vite, server build',
    'vite',
    [vite, 'build', '--ssr', 'shared/server.js'],
    'dist/server.js',
    '`import`, left to Node.js',
  ),
  server(
    'Vite, server build with everything in it',
    'vite',
    [vite, 'build', '--ssr', 'shared/server.js', '--config', 'bundled.config.js'],
    'dist/server.js',
    INLINED,
  ),
  server('webpack, for Node.js', 'webpack', [...webpack, 'server'], 'dist/server.cjs', INLINED),
  server('Rollup, for Node.js', 'rollup', rollup, 'dist/server.js', INLINED),
  server('esbuild, for Node.js, as CommonJS', 'esbuild', esbuild, 'dist/server.cjs', INLINED),
];

/** What bundles pages and servers. */
export const bundlers = [...pages, ...servers];

function viteDev(name, file, imports) {
  return {
    name,
    project: 'vite',
    uses: ['vite'],
    imports,
    isPage: true,
    async run({ start, open }) {
      const { found } = await start(node, [vite], { ready: /Local:\s+(http:\S+)/ });
      return open(new URL(file, found[1]));
    },
  };
}

function viteSsr(name, config, imports) {
  return {
    name,
    project: 'vite',
    uses: ['vite'],
    imports,
    run: async ({ run }) => idsIn(await run(node, ['ssr.js', config])),
  };
}

function viteBuild(name, file, imports) {
  return {
    name,
    project: 'vite',
    uses: ['vite'],
    imports,
    isPage: true,
    async run({ run, serve, open }) {
      await run(node, [vite, 'build']);
      return open(new URL(file, await serve('dist')));
    },
  };
}

function page(name, project, command, script, imports, type) {
  return {
    name,
    project,
    uses: [project],
    imports,
    isPage: true,
    async run(context) {
      await context.run(node, command);
      return context.openScript(script, type);
    },
  };
}

function server(name, project, command, file, imports) {
  return {
    name,
    project,
    uses: [project],
    imports,
    async run({ run }) {
      await run(node, command);
      return idsIn(await run(node, [file]));
    },
  };
}
