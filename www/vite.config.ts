import { defineConfig } from 'vite';
import { POLICY } from './server/policy.mjs';

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses: a copy of the page works in any folder of any web host.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../target/www',
    emptyOutDir: true,
    // The texts that licences ask for, of what the page's scripts are made of.
    license: { fileName: 'licences.md' },
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_000,
  },
  plugins: [
    {
      // For static copies, whose host sends no policy.
      name: 'policy',
      apply: 'build',
      transformIndexHtml: () => [
        { tag: 'meta', attrs: { 'http-equiv': 'content-security-policy', content: POLICY }, injectTo: 'head-prepend' },
      ],
    },
  ],
});
