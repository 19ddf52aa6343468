import { defineConfig } from 'vite';

const { LLAMA_CLOUD_API_KEY: key, LLAMA_CLOUD_BASE_URL: target = 'https://api.cloud.llamaindex.ai' } = process.env;

// The page asks its own server, which adds the key: a key in a page is everybody's.
export default defineConfig({
  server: {
    proxy: {
      '/llama-cloud': {
        target,
        changeOrigin: true,
        headers: { authorization: `Bearer ${key}` },
        rewrite: (path) => path.replace('/llama-cloud', ''),
      },
    },
  },
});
