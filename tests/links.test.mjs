// Links between the repository's own pages lead to files and headings that are there.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '..');
const { stdout } = await promisify(execFile)('git', ['ls-files', '*.md'], { cwd: root });

for (const page of stdout.trim().split(/\r?\n/)) {
  test(page, async () => {
    const text = (await readFile(path.join(root, page), 'utf8')).replaceAll(/^```.*?^```$/gms, '');
    for (const [, target] of text.matchAll(/\]\((?!https?:)(.*?)\)/g)) {
      const [file, heading] = target.split('#');
      const to = file ? path.join(root, path.dirname(page), file) : path.join(root, page);
      assert.ok(existsSync(to), target);
      if (heading) assert.ok(anchors(await readFile(to, 'utf8')).includes(heading), target);
    }
  });
}

/** The names of a page's headings in addresses, as GitHub makes them. */
function anchors(text) {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase());
  return headings.map((heading) => heading.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}
