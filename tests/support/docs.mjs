// The project's documents, and the code in them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './package.mjs';

/** The names of the documents, from the root, with `/`. */
export const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split(/\r?\n/);

export const readDocument = (file) => readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');

/** The blocks of code of a document: their language, their text, and the name in the comment before them. */
export function blocksOf(file) {
  const blocks = readDocument(file).matchAll(/(?:^<!-- example: ([\w-]+) -->\n)?^( *)```(\w*)\n([^]*?)^\2```$/gm);
  return [...blocks].map(([, name, indent, language, code]) => {
    return { file, name, language, code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), '') };
  });
}

const blocks = documents.flatMap(blocksOf);

/** The code of the example of this name. */
export function example(name) {
  const found = blocks.filter((block) => block.name === name);
  assert.equal(found.length, 1, `the documents have one example ${name}`);
  return found[0].code;
}

/** The names of all examples. */
export const examples = blocks.map(({ name }) => name).filter(Boolean);

/** The code with the client that the text around it speaks of, unless it makes one. */
export function withClient(code) {
  if (!/\bclient\b/.test(code) || /\bconst client\b/.test(code)) return code;
  return `import LlamaCloud from 'llama-cloud-batches';\nconst client = new LlamaCloud();\n${code}`;
}
