// The table of faults for people, docs/faults.md: the same results give the same text.

import { WELL } from './faults.mjs';
import { HANGS_AFTER } from './judge-faults.mjs';

const HEAD = `# Faults

Written by \`cargo xtask test faults\`; not by hand. What goes wrong on the way, what a caller sees of it, and how many requests
the server saw, beside the official SDK \`@llamaindex/llama-cloud\`. Both ask the same server, which has 21 batches and brings each
fault about over real HTTP, once or again and again; both retry twice, as is their default, and their timeout is 0.8 s where
something is late. After each fault the same client of this package lists again, and must see everything.

- **ok**: the call resolves to what the server would have said without the fault, or to what the fault lets pass.
- **a wrong value**: the call resolves, to what the API does not promise, such as a text or a batch without a status.
- **7 of 21 batches**, **7 batches twice**: the call resolves, to a list that is not the server's.
- **hangs**: the call has neither resolved nor rejected after ${HANGS_AFTER / 1_000} s; under \`retry-after: 61\` it is waiting.

The errors carry the status, the method, the path and the number of attempts: [the README](../README.md) has their table.
Where a redirect leads to another origin, nobody listens there; the official SDK follows it, this package does not.
`;

const SECTIONS = [
  ['list', 'A read', '`list()`; `get` and `cancel` end in the same way with this package.'],
  [
    'create',
    '`create`',
    'It must not run twice, so it is repeated only after an answer that says that it did not run.',
  ],
  ['a loop', 'A loop over a list', '`for await` over all items, in three pages.'],
];

/** The document, of rows with an `operation`, a `fault`, `ours` and `theirs`. */
export function faultsDocument(rows) {
  const sections = SECTIONS.map(([operation, title, text]) => {
    const lines = merged(rows.filter((row) => row.operation === operation));
    const head = '| fault | this package | requests | official SDK | requests |\n| --- | --- | --- | --- | --- |\n';
    return `\n## ${title}\n\n${text}\n\n${head}${lines.join('\n')}\n`;
  });
  return `${HEAD}${sections.join('')}`;
}

/** Whether the document has the row. */
export function isPublished({ operation }) {
  return SECTIONS.some(([published]) => published === operation);
}

/** The lines of the rows: one for all statuses that come to the same. */
function merged(rows) {
  const lines = new Map();
  for (const { fault, ours, theirs } of rows) {
    const { status, ...rest } = fault;
    const cells = `${cell(ours)} | ${cell(theirs)}`;
    const key = JSON.stringify([rest, cells]);
    const line = lines.get(key) ?? { rest, cells, statuses: [] };
    line.statuses.push(status);
    lines.set(key, line);
  }
  return [...lines.values()].map(
    ({ rest, cells, statuses }) => `| ${nameOf({ ...rest, status: statuses.join(', ') })} | ${cells} |`,
  );
}

/** Requests of a loop that never ends are as many as there was time for. */
function cell({ outcome, requests }) {
  return `${outcome} | ${requests > 20 ? 'without end' : requests}`;
}

/** A fault in words. */
function nameOf({ times, skip = 0, ...fault }) {
  const pages = times > 1 ? `pages ${skip + 1} to ${skip + times}` : `page ${skip + 1}`;
  return `${what(fault)}${skip ? `, on ${pages}` : ''}${times === null ? ', again and again' : ''}`;
}

function what({ kind, ...detail }) {
  const field = detail.field?.replace(/\.(\d+)/g, '[$1]');
  switch (kind) {
    case 'latency':
      return `the answer comes ${detail.ms / 1_000} s late`;
    case 'silence':
      return 'no answer comes';
    case 'stall':
      return 'the body stalls half way';
    case 'truncate':
      return 'the connection is closed within the body';
    case 'reset':
      return 'the connection is reset';
    case 'html':
      return '200 with a web page';
    case 'malformed':
      return '200 with JSON that is cut off';
    case 'body':
      return `200 with \`${JSON.stringify(detail.body)}\``;
    case 'without':
      return `\`${field}\` is missing`;
    case 'with':
      return `\`${field}\` is \`${JSON.stringify(detail.value)}\``;
    case 'empty-page':
      return 'a page without items, with a next page';
    case 'repeated-cursor':
      return '`next_page_token` leads to the same page';
    case 'redirect':
      return `${detail.status || 302} to ${detail.location === WELL ? 'another origin' : 'the same path'}`;
    case 'status':
      return [detail.status, ...Object.entries(detail.headers ?? {}).map((pair) => `\`${pair.join(': ')}\``)].join(
        ', ',
      );
    default:
      throw new TypeError(`there are no words for a fault of kind ${kind}`);
  }
}
