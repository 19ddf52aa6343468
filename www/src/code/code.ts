// The query of a view as programs: the API's filters are sent to it, the rest is filtered after that.

import { FACETS, type Filter, paramsOf, scopeOf } from '../filter.ts';
import type { Period } from '../period.ts';

/** All that a program needs to list the same batches. */
export interface Query {
  filter: Filter;
  /** Whether the view counts batches of any status. */
  anyStatus: boolean;
  search: string;
  pageSize: string;
  /** Where the API is, if not at its usual place. */
  baseURL?: string | undefined;
  now: number;
}

/** How long the spans are that a program can count back from its own now. */
const HOURS: Partial<Record<Period, number>> = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 };
const DEFAULT = 'https://api.cloud.llamaindex.ai';

/** A program for Node.js, whose relative times stay relative. */
export function toJavaScript(query: Query): string {
  const { ids } = query.filter;
  const open = `const client = new LlamaCloud(${query.baseURL ? `{ baseURL: ${quote(query.baseURL)} }` : ''});`;
  const head = ["import LlamaCloud from 'llama-cloud-batches';", '', open];
  if (ids.length) return `${[...head, ...chosen(ids)].join('\n')}\n`;
  const [first = {}, ...more] = paramsOf(scopeOf(query.filter, query.now, query), query.pageSize);
  const { status, ...params } = first;
  const statuses = query.filter.status;
  const hours = hoursOf(query.filter);
  const fields = [
    ...(more.length ? ['status'] : status ? [`status: ${quote(status)}`] : []),
    ...Object.entries(params).map(
      ([name, value]) => `${name}: ${name === 'created_at_on_or_after' && hours ? 'since' : quote(value)}`,
    ),
  ];
  const options = params.created_at_on_or_after && params.created_at_on_or_before ? ', { concurrency: 4 }' : '';
  const list = `client.batches.list(${fields.length || options ? `{ ${fields.join(', ')} }`.replace('{  }', '{}') : ''}${options})`;
  const tests = conditions(query);
  const loop = [
    `for await (const batch of ${list}) {`,
    ...tests.map((test) => `  if (!(${test})) continue;`),
    '  console.log(batch.id, batch.status);',
    '}',
  ];
  const lines = [
    ...head,
    ...(hours ? [`const since = new Date(Date.now() - ${hours} * 3_600_000);`] : []),
    ...(more.length
      ? [`for (const status of [${statuses.map(quote).join(', ')}]) {`, ...loop.map((line) => `  ${line}`), '}']
      : loop),
  ];
  return `${lines.join('\n')}\n`;
}

/** The package's command line. */
export function toCommand(query: Query): string {
  const base = query.baseURL ? ` --base-url ${word(query.baseURL)}` : '';
  if (query.filter.ids.length)
    return query.filter.ids.map((id) => `npx llama-cloud-batches get ${word(id)}${base}\n`).join('');
  const hours = hoursOf(query.filter);
  const lines = paramsOf(scopeOf(query.filter, query.now, query), query.pageSize).map((params) => {
    const options: [string, unknown][] = [
      ['status', params.status],
      ['created-after', hours ? `${hours}h` : params.created_at_on_or_after],
      ['created-before', params.created_at_on_or_before],
      ['directory', params.source_directory_id],
      ['project', params.project_id],
      ['organization', params.organization_id],
      ['page-size', params.page_size],
    ];
    const set = options
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `--${name} ${word(String(value))}`);
    const jq = select(query, '');
    return [`npx llama-cloud-batches list${base}`, ...set, ...(jq ? [`--json | jq -c ${word(jq)}`] : [])].join(' ');
  });
  return `${lines.join('\n')}\n`;
}

/** Requests by hand. */
export function toCurl(query: Query): string {
  const { ids } = query.filter;
  const key = '-H "Authorization: Bearer $LLAMA_CLOUD_API_KEY"';
  const path = `${query.baseURL ?? DEFAULT}/api/v2/batches`;
  if (ids.length) return ids.map((id) => `curl -sS ${word(`${path}/${encodeURIComponent(id)}`)} ${key}\n`).join('');
  const lists = paramsOf(scopeOf(query.filter, query.now, query), query.pageSize).map((params) => {
    const fields = Object.entries(params).map(([name, value]) => `--data-urlencode ${word(`${name}=${value}`)}`);
    const jq = select(query, '.items[]');
    const parts = [`curl -sS -G ${word(path)}`, key, ...fields];
    return `${parts.join(' \\\n  ')}${jq ? ` |\n  jq -c ${word(jq)}` : ''}`;
  });
  return `${lists.join('\n\n')}\n`;
}

/** Chosen batches are there by their ids. */
function chosen(ids: readonly string[]): string[] {
  const loop = ['  const batch = await client.batches.get(id);', '  console.log(batch.id, batch.status);', '}'];
  return ['const ids = [', ...ids.map((id) => `  ${quote(id)},`), '];', 'for (const id of ids) {', ...loop];
}

function hoursOf({ created }: Filter): number | undefined {
  return created && 'period' in created ? HOURS[created.period] : undefined;
}

/** Where a batch has the value of each facet. */
const PATHS = {
  status: 'status',
  job_type: 'config.job.type',
  configuration_id: 'config.job.configuration_id',
  source_directory_id: 'source_directory_id',
  project_id: 'project_id',
} as const;

/** The facets that the API does not filter by, with their values. */
function leftOver({ filter }: Query): [path: string, values: readonly string[]][] {
  return FACETS.filter((facet) => {
    const { length } = filter[facet];
    return facet === 'status'
      ? false
      : length > 1 || (length === 1 && facet !== 'source_directory_id' && facet !== 'project_id');
  }).map((facet) => [PATHS[facet], filter[facet]]);
}

function conditions(query: Query): string[] {
  const { took } = query.filter;
  const texts = `[batch.id, batch.status, ${Object.values(PATHS)
    .slice(1)
    .map((path) => `batch.${path}`)
    .join(', ')}]`;
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const ended = "['COMPLETED', 'FAILED', 'CANCELLED'].includes(batch.status)";
  const ms = 'Date.parse(batch.updated_at) - Date.parse(batch.created_at)';
  return [
    ...leftOver(query).map(([path, values]) =>
      values.length > 1
        ? `[${values.map(quote).join(', ')}].includes(batch.${path})`
        : `batch.${path} === ${quote(values[0])}`,
    ),
    ...(took
      ? [ended, ...(took.from ? [`${ms} >= ${took.from}`] : []), ...(took.to < Infinity ? [`${ms} < ${took.to}`] : [])]
      : []),
    ...words.map((each) => `${texts}.some((text) => text.toLowerCase().includes(${quote(each)}))`),
  ];
}

/** A filter for jq; empty if there is nothing to filter. */
function select(query: Query, items: string): string {
  const { took } = query.filter;
  const text = JSON.stringify;
  const among = (path: string, values: readonly string[]) =>
    `(${values.map((value) => `.${path} == ${text(value)}`).join(' or ')})`;
  const seconds = (field: string) => `(.${field} | sub("[.][0-9]+"; "") | fromdate)`;
  const ms = `(${seconds('updated_at')} - ${seconds('created_at')}) * 1000`;
  const tests = [
    ...leftOver(query).map(([path, values]) => among(path, values)),
    ...(took
      ? [
          among('status', ['COMPLETED', 'FAILED', 'CANCELLED']),
          `${ms} >= ${took.from}`,
          ...(took.to < Infinity ? [`${ms} < ${took.to}`] : []),
        ]
      : []),
    ...query.search
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean)
      .map((each) => `(tojson | ascii_downcase | contains(${text(each)}))`),
  ];
  return tests.length ? `${items && `${items} | `}select(${tests.join(' and ')})` : '';
}

function quote(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
    : String(value);
}

/** A word of a shell. */
function word(text: string): string {
  return /^[\w.:/=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
