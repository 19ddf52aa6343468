import { tarball, tool } from '../support/workspace.mjs';

/** What judges the layout of packages; they run nothing, so that there is nothing to list. */
export const quality = [
  {
    name: 'publint',
    uses: ['publint'],
    imports: '`--strict`: `exports`, files and types of the tarball',
    judge: async ({ run }) => run(process.execPath, [tool('publint', 'src/cli.js'), '--strict', await tarball()]),
  },
  {
    name: 'Are the types wrong?',
    uses: ['@arethetypeswrong/cli'],
    imports: '`--profile esm-only`: each entry resolves to its types',
    judge: async ({ run }) =>
      run(process.execPath, [tool('@arethetypeswrong/cli', 'dist/index.js'), '--profile', 'esm-only', await tarball()]),
  },
];
