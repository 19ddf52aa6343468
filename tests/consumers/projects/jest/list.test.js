import { expect, test } from '@jest/globals';
import LlamaCloud from 'llama-cloud-batches';
import { listIds } from './shared/list.js';
import { report } from './shared/report.js';

test('batches are listed', async () => {
  const ids = await listIds(LlamaCloud);
  expect(ids).not.toHaveLength(0);
  await report(ids);
});
