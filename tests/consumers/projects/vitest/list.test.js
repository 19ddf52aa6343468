import LlamaCloud from 'llama-cloud-batches';
import { expect, test } from 'vitest';
import { listIds } from './shared/list.js';
import { report } from './shared/report.js';

test('batches are listed', async () => {
  const ids = await listIds(LlamaCloud, {
    apiKey: process.env.LLAMA_CLOUD_API_KEY,
    baseURL: process.env.LLAMA_CLOUD_BASE_URL,
  });
  expect(ids).not.toHaveLength(0);
  await report(ids);
});
