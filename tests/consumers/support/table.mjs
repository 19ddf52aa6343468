// The tables of the results in docs/environments.md; the same results give the same text.

import { versionOf } from './workspace.mjs';

/** The document with the tables of these results between its marks. */
export function withTables(document, results) {
  const tables = { summary: summary(results), environments: table(results) };
  for (const [mark, content] of Object.entries(tables)) {
    const [before, , after] = document.split(new RegExp(`(?<=<!-- ${mark} -->\n)([^]*)(?=<!-- /${mark} -->)`));
    if (after === undefined) throw new Error(`docs/environments.md has no mark ${mark}`);
    document = `${before}\n${content}\n${after}`;
  }
  return document;
}

/** All results. */
function table(results) {
  const rows = results.map(
    ({ environment: { name, uses = [], version = versionsOf(uses), imports }, state, where }) => {
      return [name, version, imports, `${state}${where.length ? `: ${where.join(', ')}` : ''}`];
    },
  );
  return toTable(['environment', 'version', 'how it imports', 'result'], rows);
}

/** A line for each kind of environment: which versions, and how many of its ways passed. */
function summary(results) {
  const kindOf = ({ environment: { name } }) => name.split(/,| as | with | by | \d/)[0];
  const kinds = [...new Set(results.map(kindOf))];
  const rows = kinds.map((kind) => {
    const of = results.filter((result) => kindOf(result) === kind);
    const versions = new Set(
      of.map(({ environment: { uses = [], version = versionsOf(uses) } }) => version).filter(Boolean),
    );
    const passed = of.filter(({ state }) => state === 'ok').length;
    return [kind, [...versions].join('; '), `${passed} of ${of.length}`];
  });
  return toTable(['environment', 'version', 'ways that pass'], rows);
}

function toTable(titles, rows) {
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** The version of one tool, or the names and versions of several. */
function versionsOf(tools) {
  const versions = tools.map((tool) => [tool, versionOf(tool)?.replace(/^v/, '')]);
  return tools.length > 1 ? versions.map((pair) => pair.join(' ')).join(', ') : (versions[0]?.[1] ?? '');
}
