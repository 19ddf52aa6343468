import { defineConfig } from 'vite';

export default defineConfig(({ isSsrBuild }) => ({
  server: { host: '127.0.0.1' },
  worker: { format: 'es' },
  build: isSsrBuild ? {} : { rollupOptions: { input: ['index.html', 'worker.html', 'web.html'] } },
}));
