// Whose work is in the package beside its own, and under which licences.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const HEAD = `# The work of others in this package

The WebAssembly holds these Rust crates, and parts of Rust's standard library; the sandbox and the command line hold these npm
packages. What offers Apache-2.0 is used under it: \`LICENSE-APACHE\` has its text. The texts of the other licences follow.

| name | version | licence |
| --- | --- | --- |
`;

/** The text of THIRD-PARTY.md, from what esbuild bundled and what cargo links. */
export async function notices(bundles) {
  const parts = [
    ...(await crates()),
    ...(await modules(bundles)),
    { name: "Rust's standard library", version: '', license: 'MIT OR Apache-2.0' },
  ];
  parts.sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = parts.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const texts = await Promise.all(parts.filter(({ license }) => !offersApache(license)).map(section));
  return `${HEAD}${rows.join('\n')}\n\n${texts.join('\n\n')}\n`;
}

/** The crates that end up in the wasm: no build script, no macro, no test. */
async function crates() {
  const args = ['metadata', '--locked', '--format-version', '1', '--filter-platform', 'wasm32-unknown-unknown'];
  const { stdout } = await promisify(execFile)(process.env['CARGO'] ?? 'cargo', args, { maxBuffer: 2 ** 28 });
  const { packages, resolve } = JSON.parse(stdout);
  const byId = new Map(packages.map((each) => [each.id, each]));
  const linked = new Set([packages.find(({ name }) => name === 'llama-cloud-batches').id]);
  for (const id of linked) {
    for (const { pkg, dep_kinds } of resolve.nodes.find((node) => node.id === id).deps) {
      const isMacro = byId.get(pkg).targets.some(({ kind }) => kind.includes('proc-macro'));
      if (!isMacro && dep_kinds.some(({ kind }) => kind === null)) linked.add(pkg);
    }
  }
  const [, ...others] = [...linked].map((id) => byId.get(id));
  return others.map(({ name, version, license, manifest_path }) => ({
    name,
    version,
    license,
    folder: path.dirname(manifest_path),
  }));
}

/** The npm packages of which something is in a bundle. */
async function modules(bundles) {
  const inputs = bundles
    .flatMap(({ metafile }) => Object.values(metafile.outputs))
    .flatMap(({ inputs }) => Object.entries(inputs));
  const used = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  const folders = [...new Set(used.filter(Boolean))];
  return Promise.all(
    folders.map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
      return { name, version, license, folder };
    }),
  );
}

function offersApache(license) {
  return license.split(' OR ').includes('Apache-2.0');
}

async function section({ name, version, folder }) {
  const files = (await readdir(folder))
    .filter((file) => /^(licen[cs]e|copying)/i.test(file) && !/apache/i.test(file))
    .sort();
  if (!files.length) throw new Error(`${name} ${version} comes without the text of its licence`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return `## ${name} ${version}\n\n\`\`\`text\n${texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n')}\n\`\`\``;
}
