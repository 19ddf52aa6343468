import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { idsIn } from '../support/context.mjs';
import { tool } from '../support/workspace.mjs';

const HOSTS = {
  'with the DOM library': { lib: ['es2022', 'dom'], types: [] },
  "with Node's types and no DOM library": { lib: ['es2022'], types: ['node'] },
  'with neither': { lib: ['es2022'], types: [] },
};
// The sandbox speaks of `Request` and `Response`: DOM's, or Node's.
const NEEDS_HOST = 'sandbox.ts';
const FILES = ['list.ts', 'entries.ts', NEEDS_HOST];
const RESOLUTIONS = [
  { resolution: 'bundler', module: 'esnext', files: FILES, out: 'list.js' },
  { resolution: 'node16', module: 'node16', files: FILES, out: 'list.js' },
  { resolution: 'nodenext', module: 'nodenext', files: FILES, out: 'list.js' },
];
const COMMON_JS = { resolution: 'nodenext', module: 'nodenext', files: ['list.cts'], out: 'list.cjs' };

const using = (compiler, resolutions) => resolutions.map((resolution) => environment(compiler, resolution));

/** The oldest compiler that takes the declarations, the oldest that takes `require` of ES modules, and the newest. */
export const typescript = [
  ...using('typescript-5.0', RESOLUTIONS),
  ...using('typescript-5.8', [COMMON_JS]),
  ...using('typescript-7', [...RESOLUTIONS, COMMON_JS]),
];

function environment(compiler, { resolution, module, files, out }) {
  const isCommonJs = out.endsWith('.cjs');
  return {
    name: `TypeScript ${/\d.*/.exec(compiler)[0]}, ${resolution}${isCommonJs ? ', CommonJS' : ''}`,
    project: 'typescript',
    uses: [compiler],
    imports: `strict, without \`skipLibCheck\`; ${isCommonJs ? '`import` and `import = require` in a CommonJS file' : '`import`'}`,
    async run({ folder, run }) {
      const seen = {};
      for (const [name, host] of Object.entries(HOSTS)) {
        const compilerOptions = {
          strict: true,
          skipLibCheck: false,
          target: 'es2022',
          ...host,
          module,
          moduleResolution: resolution,
          rootDir: '.',
          outDir: 'out',
        };
        await writeFile(
          path.join(folder, 'tsconfig.json'),
          JSON.stringify({
            compilerOptions,
            files: files.filter((file) => file !== NEEDS_HOST || name !== 'with neither'),
          }),
        );
        await run(process.execPath, [tool(compiler, 'bin/tsc'), '-p', '.']);
        seen[name] = idsIn(await run(process.execPath, ['main.mjs', out]));
      }
      return seen;
    },
  };
}
