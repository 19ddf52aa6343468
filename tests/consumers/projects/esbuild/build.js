import { build } from 'esbuild';

const common = { bundle: true, minify: true };

await Promise.all([
  build({ ...common, entryPoints: ['shared/page.js'], format: 'esm', outfile: 'dist/page.js' }),
  build({ ...common, entryPoints: ['shared/page.js'], format: 'iife', outfile: 'dist/classic.js' }),
  build({
    ...common,
    entryPoints: ['service-worker.js', 'page-with-service-worker.js'],
    format: 'iife',
    outdir: 'dist',
  }),
  build({ ...common, entryPoints: ['server.js'], format: 'cjs', platform: 'node', outfile: 'dist/server.cjs' }),
]);
