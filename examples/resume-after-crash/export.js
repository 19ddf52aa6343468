// Exports every batch to batches.ndjson, a line each. Killed at any moment and started again, it
// goes on where it was: after each page it saves the token of the next one, and how long the file
// was then. A page that was written in part is cut off and asked for again, so that no batch is
// missing and none is there twice.
//
//   LLAMA_CLOUD_API_KEY=llx-… node export.js

import { open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import LlamaCloud from 'llama-cloud-batches';

const OUTPUT = 'batches.ndjson';
const PROGRESS = 'progress.json';

const client = new LlamaCloud();
const { page_token, size } = await load();
const output = await open(OUTPUT, 'a');
await truncate(OUTPUT, size); // by its name: a file that is open for appending cannot be cut on Windows

for await (const page of client.batches.list({ page_size: 100, page_token }).iterPages()) {
  await output.appendFile(page.items.map((batch) => `${JSON.stringify(batch)}\n`).join(''));
  await output.sync();
  if (page.hasNextPage()) await save({ page_token: page.next_page_token, size: (await output.stat()).size });
}
await output.close();
await rm(PROGRESS, { force: true });

async function load() {
  try {
    return JSON.parse(await readFile(PROGRESS, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return { size: 0 };
    throw error;
  }
}

/** The old progress or the new one, never half of it: renaming is one step. */
async function save(progress) {
  await writeFile(`${PROGRESS}.new`, JSON.stringify(progress), { flush: true });
  await rename(`${PROGRESS}.new`, PROGRESS);
}
