// Where the documents lead to: files, headings, and, from npmjs.com, the files of the version's tag.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { manifest } from './support/cli.mjs';
import { documents, readDocument } from './support/docs.mjs';
import { consumer, root } from './support/package.mjs';

const REPOSITORY = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** The text without its code. */
const prose = (text) => text.replaceAll(/^```[^]*?^```$/gm, '');

/** What a document links to, and shows. */
function targetsOf(text) {
  const targets = prose(text).matchAll(/\]\(([^)\s]+)|\b(?:src|srcset|href)="([^"]+)"|<(https?:[^>]+)>/g);
  return [...targets].map(([, markdown, html, bare]) => markdown ?? html ?? bare);
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(text) {
  const seen = new Map();
  return [...prose(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)|`/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count ? `${slug}-${count}` : slug;
  });
}

for (const file of documents) {
  test(`${file} links to what is there`, () => {
    for (const target of targetsOf(readDocument(file))) {
      if (/^https?:/.test(target)) {
        assert.equal(new URL(target).protocol, 'https:', target);
        continue;
      }
      const [to, anchor] = decodeURI(target).split('#');
      const name = to ? path.posix.join(path.posix.dirname(file), to) : file;
      assert.ok(existsSync(path.join(root, name)), `${target} is no file`);
      if (anchor) assert.ok(anchorsOf(readDocument(name)).includes(anchor), `${target} is no heading`);
    }
  });

  test(`${file} names files that are there`, () => {
    const folders = 'src|pkg-template|sandbox|cli|www|fuzz|examples|tests|benches|xtask|docs';
    const named = readDocument(file).matchAll(new RegExp(`(?<=[\`(]|^)(?:${folders})/[\\w./-]*`, 'gm'));
    for (const [name] of named) assert.ok(existsSync(path.join(root, name)), `${name} is no file`);
  });
}

for (const file of ['README.md', 'CHANGELOG.md']) {
  test(`the package's ${file} leads to the files of the version's tag`, async () => {
    const published = await readFile(path.join(consumer, 'node_modules', manifest.name, file), 'utf8');
    const ours = [
      `${REPOSITORY}/blob/v${manifest.version}/`,
      `${REPOSITORY.replace('//github.com', '//raw.githubusercontent.com')}/v${manifest.version}/`,
    ];
    const source = targetsOf(readDocument(file));
    const targets = targetsOf(published);
    assert.equal(targets.length, source.length);
    for (const [at, target] of targets.entries()) {
      if (/^(https:|#)/.test(source[at])) {
        assert.equal(target, source[at]);
        continue;
      }
      const base = ours.find((address) => target.startsWith(address));
      assert.ok(base, `${target} is not absolute`);
      assert.equal(target.slice(base.length), source[at]);
      assert.equal(/\.(png|svg)$/.test(target), base === ours[1], target);
    }
    if (file === 'README.md') assert.ok(targets.some((target) => target.startsWith(ours[1])));
  });
}

test('the documents name this repository, and no other of this name', () => {
  for (const file of documents) {
    for (const target of targetsOf(readDocument(file))) {
      if (/github\.com\/[^/]*llama-cloud-batches/.test(target)) assert.ok(target.startsWith(REPOSITORY), target);
    }
  }
});
