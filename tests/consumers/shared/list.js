// What every environment does: list every batch, and meet an error of the package's own.

/** The ids of every batch that a client with `options` lists. */
export async function listIds(LlamaCloud, options) {
  const client = new LlamaCloud(options);
  const ids = [];
  for await (const { id } of client.batches.list({ page_size: 60 })) ids.push(id);
  const error = await client.batches.get('bat-unknown').catch((error) => error);
  if (!(error instanceof LlamaCloud.NotFoundError)) throw new Error(`an unknown batch answered ${error}`);
  return ids;
}
