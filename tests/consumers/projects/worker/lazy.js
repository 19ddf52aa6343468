import { listIds } from './shared/list.js';

export default {
  async fetch(request) {
    const { baseURL, apiKey } = Object.fromEntries(new URL(request.url).searchParams);
    const { LlamaCloud } = await import('llama-cloud-batches');
    return Response.json(await listIds(LlamaCloud, { baseURL, apiKey }));
  },
};
