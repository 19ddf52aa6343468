import { OPTIONS, walkItems, walkPages } from './walk.mjs';

export const load = () => import('llama-cloud-batches');

export async function connect(baseURL, more) {
  const { default: LlamaCloud } = await load();
  const { batches } = new LlamaCloud({ ...OPTIONS, baseURL, ...more });
  return {
    items: (each, params, options) => walkItems(batches.list(params, options), each),
    pages: (each, params, options) => walkPages(batches.list(params, options), each),
  };
}
