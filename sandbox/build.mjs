// Bundles the sandbox and its declarations: node sandbox/build.mjs OUTDIR

import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { PUBLISHED } from '../xtask/publish.mjs';

const source = path.join(import.meta.dirname, 'src');

/** Writes `sandbox.js` and `sandbox-node.js`, which imports it, with their declarations; gives what esbuild says of the two. */
export async function buildSandbox(outDir) {
  const bundles = [
    bundle('index.ts', 'sandbox.js', 'neutral', outDir),
    bundle('node.ts', 'sandbox-node.js', 'node', outDir),
  ];
  await declare(outDir);
  return Promise.all(bundles);
}

function bundle(entry, file, platform, outDir) {
  return build({
    ...PUBLISHED,
    entryPoints: [path.join(source, entry)],
    outfile: path.join(outDir, file),
    target: 'es2022',
    platform,
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [
      {
        name: 'one-sandbox',
        setup({ onResolve }) {
          if (platform !== 'node') return;
          onResolve({ filter: /^\.\/index\.ts$/ }, () => ({ path: './sandbox.js', external: true }));
        },
      },
    ],
  });
}

/** The declarations of the source, in two files. */
async function declare(outDir) {
  const scratch = path.join(outDir, '.types');
  await mkdir(scratch, { recursive: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/package.json');
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', scratch];
  await promisify(execFile)(process.execPath, [
    path.join(path.dirname(tsc), 'bin/tsc'),
    '-p',
    path.dirname(source),
    ...options,
  ]);
  const read = async (name) =>
    (await readFile(path.join(scratch, `${name}.d.ts`), 'utf8'))
      .replace(/^import .*\n/gm, '')
      .replace(/^export (type )?\{.*\n/gm, '');
  const exported = (text) => text.replace(/^(?!export )(declare |interface |type )/gm, 'export $1');
  const inner = (text) => text.replace(/^(\/\*\* .* \*\/\n)?export declare (function|const) .*\n/gm, '');
  const [faults, requests, index] = await Promise.all(['faults', 'requests', 'index'].map(read));
  await writeFile(path.join(outDir, 'sandbox.d.ts'), exported([faults, requests].map(inner).concat(index).join('\n')));
  const header = "import { Sandbox, SandboxOptions } from './sandbox.js';\n";
  await writeFile(
    path.join(outDir, 'sandbox-node.d.ts'),
    header + (await read('node')).replace(/^declare function wire.*\n/gm, ''),
  );
  await rm(scratch, { recursive: true });
}

if (process.argv[1] === import.meta.filename) await buildSandbox(process.argv[2]);
