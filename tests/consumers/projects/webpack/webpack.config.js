import path from 'node:path';

const config = (name, entry, target, filename) => ({
  name,
  mode: 'production',
  target,
  entry: { [name]: entry },
  output: { path: path.join(import.meta.dirname, 'dist'), filename, publicPath: 'auto' },
  performance: false,
});

export default [
  config('page', './shared/page.js', 'web', '[name].js'),
  config('worker', './shared/page-with-worker.js', 'web', '[name].js'),
  config('web', './web.js', 'web', '[name].js'),
  config('server', './shared/server.js', 'node', '[name].cjs'),
];
