// What the package and the crate offer, as text of which a review sees each change: without documentation, sorted.

import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from './package.mjs';

const pkg = path.join(root, 'pkg');

/** The declarations of every entry of the npm package, and what leads to them. */
export async function npmReport() {
  const { exports: entries, bin } = JSON.parse(await readFile(path.join(pkg, 'package.json'), 'utf8'));
  const names = new Map();
  for (const [name, { types = entries[name] }] of Object.entries(entries)) {
    const file = types.default ?? types;
    names.set(file, [...(names.get(file) ?? []), name]);
  }
  const parts = [`bin: ${Object.keys(bin).join(', ')}`];
  for (const [file, entry] of names) {
    const text = file.endsWith('.d.ts') ? declarations(await readFile(path.join(pkg, file), 'utf8')) : '';
    parts.push(`=== ${entry.join(', ')}: ${file}\n\n${text}`.trim());
  }
  return `${parts.join('\n\n')}\n`;
}

/** The declarations of a file in the order of their text, without comments. */
function declarations(text) {
  const bare = text.replace(/('[^'\n]*'|"[^"\n]*")|\/\*[^]*?\*\/|\/\/.*/g, '$1');
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
  const formatted = execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=report.d.ts'], {
    cwd: root,
    input: bare,
    encoding: 'utf8',
  });
  // What goes on is indented, or closes something.
  const statements = formatted.replace(/\n\n+/g, '\n').split(/\n(?=\w)/);
  return statements
    .map((statement) => statement.trim())
    .sort()
    .join('\n\n');
}

/** The public items of the crate, as rustdoc shows them: their declarations, methods and traits. */
export async function rustReport() {
  const target = path.join(root, 'target', 'rustdoc');
  const folder = path.join(target, 'doc', 'llama_cloud_batches');
  // The pages of what is gone would stay.
  await rm(folder, { recursive: true, force: true });
  const args = ['doc', '--locked', '--no-deps', '-q', '--package', 'llama-cloud-batches', '--target-dir', target];
  execFileSync(process.env.CARGO ?? 'cargo', args, { cwd: root, env: { ...process.env, RUSTDOCFLAGS: '-Dwarnings' } });
  const pages = (await readdir(folder, { recursive: true })).filter((file) => /(^|[\\/])[a-z]+\.\w+\.html$/.test(file));
  const items = await Promise.all(
    pages.sort().map(async (file) => item(await readFile(path.join(folder, file), 'utf8'))),
  );
  return `${items.filter(Boolean).join('\n\n')}\n`;
}

/** What an item's page shows: its declaration, functions and traits. Undefined for one that leads to another page. */
function item(page) {
  const declaration = /<pre class="rust item-decl">(.*?)<\/pre>/s.exec(page)?.[1];
  if (!declaration) return undefined;
  // What the compiler gives to every type is not ours, but for what a program may rely on.
  const [own, given = ''] = page.split('id="synthetic-implementations-list"');
  const auto = traits(given.split('id="blanket-implementations-list"')[0]);
  return [
    plain(declaration),
    ...functions(own),
    ...traits(own).filter((text) => !/ Structural| Trivial/.test(text)),
    ...auto.filter((text) => /^impl !?(Send|Sync|Unpin) /.test(text)),
  ].join('\n');
}

/** The functions of an item itself. */
function functions(page) {
  return headers(page, 'method', 4).map((text) => `    ${text}`);
}

/** The traits that it implements, in the order of their text: that of rustdoc changes. */
function traits(page) {
  return headers(page, 'impl', 3)
    .filter((text) => / for /.test(text))
    .sort();
}

function headers(page, kind, level) {
  const section = `<section id="[^"]*" class="${kind}">(?:(?!<section).)*?`;
  const header = `${section}<h${level} class="code-header">(.*?)</h${level}>`;
  return [...page.matchAll(new RegExp(header, 'gs'))].map(([, text]) => plain(text).replace(/\s+/g, ' '));
}

/** The text of a piece of HTML. */
function plain(html) {
  const text = html
    .replace(/<div/g, ' <div')
    .replace(/<\/div>/g, '\n')
    .replace(/<[^>]*>/g, '');
  const names = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", nbsp: ' ' };
  return text.replace(/&([\w#]+);/g, (_, name) => names[name] ?? `&${name};`);
}
