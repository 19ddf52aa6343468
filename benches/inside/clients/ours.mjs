import { OPTIONS, eachItem, eachPage } from './iterate.mjs';

export const load = () => import('llama-cloud-batches');

export async function connect(baseURL, more) {
  const { default: LlamaCloud } = await load();
  const { batches } = new LlamaCloud({ ...OPTIONS, baseURL, ...more });
  return {
    items: (each, params, options) => eachItem(batches.list(params, options), each),
    pages: (each, params, options) => eachPage(batches.list(params, options), each),
  };
}
