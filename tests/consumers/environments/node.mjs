import path from 'node:path';
import { idsIn, nodeOf } from '../support/context.mjs';

const WAYS = [
  { way: 'import', file: 'shared/server.js', imports: '`import`' },
  { way: 'require', file: 'require.cjs', imports: '`require` of the ES module; the same classes as `import`' },
  { way: 'worker thread', file: 'thread.js', imports: '`import` in the thread and in its parent, at the same time' },
];

/** The oldest and the newest that the package is for; 22.12 is the first 22 with `require` of ES modules. */
export const node = ['20.19', '22.12', '24', '26'].flatMap((version) =>
  WAYS.map(({ way, file, imports }) => ({
    name: `Node.js ${version}, ${way}`,
    project: 'node',
    uses: [`node-${version}`],
    imports,
    run: async ({ run }) => idsIn(await run(nodeOf(version), [file])),
  })),
);

const program = path.join(
  'node_modules',
  '.bin',
  process.platform === 'win32' ? 'llama-cloud-batches.cmd' : 'llama-cloud-batches',
);

/** The package's own program, as npm puts it where `npx` finds it. */
export const commandLine = {
  name: 'Command line',
  project: 'node',
  imports: '`npx llama-cloud-batches list --json`',
  async run({ run }) {
    const said = await run(program, ['list', '--json', '--quiet']);
    return said
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id);
  },
};
