import resolve from '@rollup/plugin-node-resolve';

export default [
  { input: 'shared/page.js', output: { file: 'dist/page.js' }, plugins: [resolve({ browser: true })] },
  { input: 'shared/server.js', output: { file: 'dist/server.js' }, plugins: [resolve()] },
];
