// The table of the results, for people; the same results give the same text.

import { versionOf } from './workspace.mjs';

const HEAD = `# Environments

Written by \`cargo xtask test --all\`; not by hand. In each environment the packed package is installed into a project of
\`tests/consumers/projects\`, lists every batch of the sandbox over HTTP, and must see the ids that plain requests see, and the
package's own error for an unknown batch. Pages run in both Chromium and Firefox. Examples are those of \`examples/\`; those
for Yew and Leptos are compiled with the crate.

| environment | version | how it imports | result |
| --- | --- | --- | --- |
`;

/** The table of all results. */
export function table(results) {
  const rows = results.map(
    ({ environment: { name, uses = [], version = versionsOf(uses), imports }, state, where }) => {
      return `| ${name} | ${version} | ${imports} | ${state}${where.length ? `: ${where.join(', ')}` : ''} |`;
    },
  );
  return `${HEAD}${rows.join('\n')}\n`;
}

/** A line for each kind of environment: which versions, and how many of its ways passed. */
export function summary(results) {
  const kindOf = ({ environment: { name } }) => name.split(/,| as | with | by | \d/)[0];
  const kinds = [...new Set(results.map(kindOf))];
  const rows = kinds.map((kind) => {
    const of = results.filter((result) => kindOf(result) === kind);
    const versions = new Set(
      of.map(({ environment: { uses = [], version = versionsOf(uses) } }) => version).filter(Boolean),
    );
    const passed = of.filter(({ state }) => state === 'ok').length;
    return `| ${kind} | ${[...versions].join('; ')} | ${passed} of ${of.length} |`;
  });
  return `| environment | version | ways that pass |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** The version of one tool, or the names and versions of several. */
function versionsOf(tools) {
  const versions = tools.map((tool) => [tool, versionOf(tool)?.replace(/^v/, '')]);
  return tools.length > 1 ? versions.map((pair) => pair.join(' ')).join(', ') : (versions[0]?.[1] ?? '');
}
