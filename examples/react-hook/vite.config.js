import { getRequestListener } from '@hono/node-server';
import { createProxy } from 'llama-cloud-batches/proxy';
import { defineConfig } from 'vite';

// Anyone can read a key that is shipped in a page, so the page calls its own server, which adds the key.
const { LLAMA_CLOUD_API_KEY: apiKey, LLAMA_CLOUD_BASE_URL: baseURL } = process.env;
const proxy = getRequestListener(createProxy({ apiKey, baseURL }));
const mount = ({ middlewares }) => void middlewares.use('/llama-cloud', proxy);

export default defineConfig({
  plugins: [{ name: 'llama-cloud', configureServer: mount, configurePreviewServer: mount }],
});
