// A filter that sandbox/openapi.yaml describes is everywhere: in the package, the crate, the sandbox, the command line,
// the page and the documents. A new one fails here once for each place that it must still come to.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { run } from './support/cli.mjs';
import { FILTERS, NAMES } from './support/filters.mjs';
import { root } from './support/package.mjs';
import { batch, startPages } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const read = (file) => readFile(path.join(root, file), 'utf8');
const known = NAMES.filter((name) => name in FILTERS);

test('tests/support/filters.mjs has a value for each filter', () => {
  assert.deepEqual(Object.keys(FILTERS).sort(), [...NAMES].sort());
});

test('docs/api: the types of the package and of the crate have the filters of the description', async () => {
  const declared = async (file, start, field) => {
    const [, fields] = new RegExp(`${start} \\{([^}]*)\\}`).exec(await read(file));
    return [...fields.matchAll(field)].map(([, name]) => name).sort();
  };
  const names = [...NAMES].sort();
  assert.deepEqual(await declared('docs/api/npm.d.ts.txt', 'interface BatchListParams', /(\w+)\?:/g), names);
  assert.deepEqual(await declared('docs/api/rust.txt', 'pub struct BatchListParams', /pub (\w+):/g), names);
});

for (const name of NAMES) {
  test(`src/wire/params.rs: the package sends ${name}`, async (t) => {
    const { client, requests } = await startPages(t, () => ({ items: [] }));
    const value = FILTERS[name]?.value ?? 'value';
    await client().batches.list({ [name]: value });
    assert.equal(requests[0].query.get(name), String(value));
  });

  test(`sandbox/src/query.ts: the sandbox takes notice of ${name}`, async (t) => {
    const { url } = await startSandbox(t);
    const list = async (query) => {
      const response = await fetch(`${url}/api/v2/batches?${query}`, { headers: { authorization: `Bearer ${KEY}` } });
      return response.text();
    };
    assert.notEqual(await list(`${name}=nothing-like-it`), await list(''));
  });

  test(`cli/filters.ts: the command line has an option for ${name}, which docs/cli.md names`, async (t) => {
    const { option, value } = FILTERS[name] ?? {};
    assert.ok(option, `no option of the command line sets ${name}`);
    const { url, requests } = await startPages(t, () => ({ items: [batch(1)] }));
    const { code, stderr } = await run(['list', option, String(value)], {
      env: { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: url },
    });
    assert.equal(code, 0, stderr);
    assert.equal(requests[0].query.get(name), String(value));
    assert.match(await read('docs/cli.md'), new RegExp(`${option}\\b`));
  });

  test(`www/src/filter.ts and code/: the page filters by ${name}, and shows it as code`, async () => {
    const given = FILTERS[name];
    assert.ok(given && ('page' in given || given.pageSize), `the page has no filter for ${name}`);
    const { page = {}, pageSize = '', value, option } = given;
    if (!Object.keys(page).length && !pageSize) return;
    const { NO_FILTER, paramsOf, scopeOf, toCommand, toCurl, toJavaScript } = await pageModule;
    const filter = { ...NO_FILTER, ...page };
    assert.equal(paramsOf(scopeOf(filter, Date.now()), pageSize)[0][name], value);
    const query = { filter, anyStatus: false, search: '', pageSize, now: Date.now() };
    assert.match(toCommand(query), new RegExp(`${option} '?${value}`));
    assert.match(toCurl(query), new RegExp(`${name}=${value}`));
    assert.match(toJavaScript(query), new RegExp(`${name}: '?${value}`));
  });

  test(`the documents name ${name}`, async () => {
    const files = ['README.md', ...(await readdir(path.join(root, 'docs'))).map((file) => `docs/${file}`)];
    const texts = await Promise.all(files.filter((file) => file.endsWith('.md')).map(read));
    assert.ok(
      texts.some((text) => text.includes(`\`${name}\``)),
      `no document names \`${name}\``,
    );
  });
}

test('all filters together come to one request', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: [] }));
  await client().batches.list(Object.fromEntries(known.map((name) => [name, FILTERS[name].value])));
  const sent = Object.fromEntries(known.map((name) => [name, String(FILTERS[name].value)]));
  assert.deepEqual(Object.fromEntries(requests[0].query), sent);
});

/** What the page makes of filters, without its page. */
const pageModule = (async () => {
  const outfile = path.join(root, 'target', 'filters-everywhere.mjs');
  await build({
    stdin: {
      contents: `export * from './filter.ts'; export * from './code/code.ts';`,
      resolveDir: path.join(root, 'www/src'),
    },
    bundle: true,
    format: 'esm',
    outfile,
  });
  return import(pathToFileURL(outfile).href);
})();
