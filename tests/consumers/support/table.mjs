// The table of the results, for people; the same results give the same text.

import { versionOf } from './workspace.mjs';

const HEAD = `# Environments

Written by \`cargo xtask test --all\`; not by hand. In each environment the packed package is installed into a project of
\`tests/consumers/projects\`, lists every batch of the sandbox over HTTP, and must see the ids that plain requests see, and the
package's own error for an unknown batch. Pages run in both Chromium and Firefox.

| environment | version | how it imports | result |
| --- | --- | --- | --- |
`;

/** The table of all results. */
export function table(results) {
  const rows = results.map(({ environment: { name, version, uses = [], imports }, state, where }) => {
    const versions = [version, ...uses.map((tool) => `${tool} ${versionOf(tool)}`)].filter(Boolean);
    return `| ${name} | ${versions.join(', ')} | ${imports} | ${state}${where.length ? `: ${where.join(', ')}` : ''} |`;
  });
  return `${HEAD}${rows.join('\n')}\n`;
}
