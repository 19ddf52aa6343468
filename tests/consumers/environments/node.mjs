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
