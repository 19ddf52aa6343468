import { idsIn, recentNode } from '../support/context.mjs';
import { tool } from '../support/workspace.mjs';

const vitest = [tool('vitest', 'vitest.mjs'), 'run', '--disable-console-intercept'];
const jest = [tool('jest', 'bin/jest.js')];

/** Test runners, which load modules in ways of their own. */
export const testers = [
  tester('Vitest', 'vitest', '`import`', vitest),
  tester('Vitest, jsdom', 'vitest', '`import`', [...vitest, '--environment=jsdom'], ['vitest', 'jsdom']),
  tester('Jest, ES modules', 'jest', '`import`, with `--experimental-vm-modules`', [
    '--experimental-vm-modules',
    ...jest,
    '--config=modules.config.js',
  ]),
  tester(
    'Jest, CommonJS by Babel',
    'jest',
    '`import` made `require`; needs `transformIgnorePatterns` that let Babel at the package',
    [...jest, '--config=commonjs.config.js'],
  ),
];

function tester(name, project, imports, args, uses = [project]) {
  return { name, project, uses, imports, run: async ({ run }) => idsIn(await run(recentNode(), args)) };
}
