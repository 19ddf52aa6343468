// Fields that a deployment adds to batches, declared once.

import type LlamaCloud from 'llama-cloud-batches';

declare module 'llama-cloud-batches/resources/batches' {
  interface BatchListResponse {
    tenant?: string;
  }
  interface BatchListParams {
    tenant?: string;
  }
}

export async function tenants(client: LlamaCloud): Promise<Array<string | undefined>> {
  const found: Array<string | undefined> = [];
  for await (const { tenant } of client.batches.list({ tenant: 'one' })) found.push(tenant);
  const page = await client.batches.list();
  return [...found, page.items[0]?.tenant, ...page.getPaginatedItems().map(({ tenant }) => tenant)];
}

export const labelled = (batch: LlamaCloud.BatchListResponse): string => batch.tenant ?? batch.id;
