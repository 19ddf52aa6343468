// Node.js: each measurement is a process of its own, inside a consumer of the packed package.

import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { consumer } from '../../tests/support/package.mjs';

const run = promisify(execFile);

/** Where the programs are that a consumer of the package runs. */
export const inside = path.join(consumer, 'benches');

/** Puts the programs where `llama-cloud-batches` is the packed package. */
export function install() {
  return cp(path.join(import.meta.dirname, '..', 'inside'), inside, { recursive: true });
}

/** A host that measures in Node.js. */
export async function openNode() {
  return {
    name: 'Node.js',
    version: process.versions.node,
    async measure(origin, { list, ...settings }) {
      const task = JSON.stringify({ ...settings, url: origin + list });
      const { stdout } = await run(process.execPath, [path.join(inside, 'node.mjs'), task]);
      return JSON.parse(stdout);
    },
    close() {},
  };
}
