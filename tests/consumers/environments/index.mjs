import { bundlers } from './bundlers.mjs';
import { examples } from './examples.mjs';
import { frameworks } from './frameworks.mjs';
import { next } from './next.mjs';
import { commandLine, node } from './node.mjs';
import { pages } from './pages.mjs';
import { quality } from './quality.mjs';
import { runtimes } from './runtimes.mjs';
import { testers } from './testers.mjs';
import { typescript } from './typescript.mjs';

/** Every environment, those of most users first. */
export const environments = [
  ...node,
  commandLine,
  ...typescript,
  ...quality,
  ...bundlers,
  ...next,
  ...frameworks,
  ...pages,
  ...runtimes,
  ...testers,
  ...examples,
];
