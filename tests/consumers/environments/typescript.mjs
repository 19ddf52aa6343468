import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { idsIn } from '../support/context.mjs';
import { tool } from '../support/workspace.mjs';

const LIBRARIES = { 'the DOM library': ['es2022', 'dom'], 'no DOM library': ['es2022'] };
// The sandbox speaks of `Request` and `Response`, the `.wasm` of `WebAssembly`: DOM's, or Node's own types'.
const NEEDS_DOM = 'entries.ts';
const RESOLUTIONS = [
  { resolution: 'bundler', module: 'esnext', files: ['list.ts', NEEDS_DOM], out: 'list.js' },
  { resolution: 'node16', module: 'node16', files: ['list.ts', NEEDS_DOM], out: 'list.js' },
  { resolution: 'nodenext', module: 'nodenext', files: ['list.ts', NEEDS_DOM], out: 'list.js' },
];
const COMMON_JS = { resolution: 'nodenext', module: 'nodenext', files: ['list.cts'], out: 'list.cjs' };

const using = (compiler, resolutions) => resolutions.map((resolution) => environment(compiler, resolution));

/** The oldest compiler that takes the declarations, the oldest that takes `require` of ES modules, and the newest. */
export const typescript = [
  ...using('typescript-5.0', RESOLUTIONS),
  ...using('typescript-5.8', [COMMON_JS]),
  ...using('typescript', [...RESOLUTIONS, COMMON_JS]),
];

function environment(compiler, { resolution, module, files, out }) {
  const isCommonJs = out.endsWith('.cjs');
  return {
    name: `TypeScript ${/\d.*/.exec(compiler)?.[0] ?? '7'}, ${resolution}${isCommonJs ? ', CommonJS' : ''}`,
    project: 'typescript',
    uses: [compiler],
    imports: `strict, without \`skipLibCheck\`; ${isCommonJs ? '`import` and `import = require` in a CommonJS file' : '`import`'}`,
    async run({ folder, run }) {
      const seen = {};
      for (const [name, lib] of Object.entries(LIBRARIES)) {
        const compilerOptions = { strict: true, skipLibCheck: false, target: 'es2022', lib, module, moduleResolution: resolution, types: [], rootDir: '.', outDir: 'out' };
        await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: files.filter((file) => lib.includes('dom') || file !== NEEDS_DOM) }));
        await run(process.execPath, [tool(compiler, 'bin/tsc'), '-p', '.']);
        seen[`with ${name}`] = idsIn(await run(process.execPath, ['main.mjs', out]));
      }
      return seen;
    },
  };
}
