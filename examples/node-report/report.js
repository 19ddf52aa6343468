// Prints the files of last week's batches that were given no job, and why.
//
//   LLAMA_CLOUD_API_KEY=llx-… node report.js

import LlamaCloud from 'llama-cloud-batches';

const client = new LlamaCloud();
const lastWeek = new Date(Date.now() - 7 * 86_400_000);

for await (const { id } of client.batches.list({ status: 'COMPLETED', created_at_on_or_after: lastWeek })) {
  const { results } = await client.batches.get(id, { expand: ['results'] });
  for (const { source_directory_file_id, error_message } of results ?? []) {
    if (error_message) console.log(`${id}  ${source_directory_file_id}  ${error_message}`);
  }
}
