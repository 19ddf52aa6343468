import LlamaCloud from 'llama-cloud-batches';
import { listIds } from './shared/list.js';

export default {
  async fetch(request) {
    const { baseURL, apiKey } = Object.fromEntries(new URL(request.url).searchParams);
    return Response.json(await listIds(LlamaCloud, { baseURL, apiKey }));
  },
};
