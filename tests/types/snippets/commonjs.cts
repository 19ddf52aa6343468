// A CommonJS file of TypeScript. What it imports is declared as CommonJS, too: older compilers refuse anything else.

import LlamaCloud, { type ClientOptions } from 'llama-cloud-batches';
import root = require('llama-cloud-batches');
import { APIError } from 'llama-cloud-batches/error';
import { PaginatedCursor } from 'llama-cloud-batches/core/pagination.js';
import type { BatchListParams } from 'llama-cloud-batches/resources/batches';
import { VERSION } from 'llama-cloud-batches/version';

export const make = (options: ClientOptions): LlamaCloud => new LlamaCloud(options);
export const same: LlamaCloud = new root.LlamaCloud({ apiKey: 'llx-any' });
export const alike: typeof LlamaCloud = root.default;

export async function ids(client: LlamaCloud, params: BatchListParams): Promise<string[]> {
  try {
    const page = await client.batches.list(params);
    return page instanceof PaginatedCursor ? page.items.map(({ id }) => id) : [VERSION];
  } catch (error) {
    if (error instanceof APIError && error.status === 404) return [];
    throw error;
  }
}
