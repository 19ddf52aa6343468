// On what was measured, and when.

import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { consumer, root } from '../tests/support/package.mjs';

const GB = 2 ** 30;

/** The machine and the versions of everything that is measured. */
export async function environment(hosts) {
  const [ours, official] = await Promise.all([
    versionOf(path.join(consumer, 'node_modules/llama-cloud-batches')),
    versionOf(path.join(root, 'node_modules/@llamaindex/llama-cloud')),
  ]);
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} processors, ${Math.round(os.totalmem() / GB)} GB, ${os.type()} ${os.arch()}`,
    load: os.loadavg()[0],
    hosts: Object.fromEntries(Object.entries(hosts).map(([key, { name, version }]) => [key, { name, version }])),
    versions: { 'llama-cloud-batches': ours, '@llamaindex/llama-cloud': official },
  };
}

async function versionOf(folder) {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')).version;
}
