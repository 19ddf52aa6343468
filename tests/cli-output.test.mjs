// How results are printed: formats, columns, titles.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Papa from 'papaparse';
import { parse } from 'yaml';
import { run, runInTerminal, shown, startServer } from './support/cli.mjs';
import { KEY } from './support/sandbox.mjs';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const server = await startServer({ batches: 130, days: 3, now: () => NOW });
const { items: all } = await server.client().batches.list({ page_size: 1_000 });
const completed = all.filter(({ status }) => status === 'COMPLETED');
const withResults = await Promise.all(
  completed.map(({ id }) => server.client().batches.get(id, { expand: ['results'] })),
);
const env = { LLAMA_CLOUD_API_KEY: KEY };

async function output(...args) {
  const { code, stdout, stderr } = await run([...args, '--quiet', '--base-url', server.url], { env });
  assert.deepEqual([code, stderr], [0, '']);
  return stdout;
}
const list = (...args) => output('list', '--page-size', '50', ...args);
const rows = (text) => text.trimEnd().split('\n');
const skip = process.platform !== 'linux' && 'the command script is another one here';
const COLUMNS = ['id', 'status', 'job', 'configuration', 'directory', 'project', 'created', 'updated', 'duration'];

describe('list', () => {
  test('json is one array of the batches as the server sent them, over all pages', async () => {
    assert.deepEqual(JSON.parse(await list('--output', 'json')), all);
    assert.equal(await list('-o', 'json', '--directory', 'dir-none'), '[]\n');
  });

  test('jsonl is a batch a line, as is --json', async () => {
    const lines = await list('--output', 'jsonl');
    assert.deepEqual(
      rows(lines).map((line) => JSON.parse(line)),
      all,
    );
    assert.equal(await list('--json'), lines);
  });

  test('yaml is one sequence over all pages', async () => {
    assert.deepEqual(parse(await list('--output', 'yaml')), all);
    assert.deepEqual(parse(await list('--output', 'yaml', '--directory', 'dir-none')), []);
  });

  test('csv and tsv have every column, exact times, and seconds', async () => {
    for (const [format, delimiter] of [
      ['csv', ','],
      ['tsv', '\t'],
    ]) {
      const { data, errors, meta } = Papa.parse(await list('--output', format), {
        header: true,
        delimiter,
        skipEmptyLines: true,
      });
      assert.deepEqual([errors, meta.fields], [[], COLUMNS]);
      assert.deepEqual(
        data.map(({ id }) => id),
        all.map(({ id }) => id),
      );
      const ended = all.findIndex(({ status }) => status === 'COMPLETED');
      const { created_at, updated_at, config, source_directory_id, project_id, id, status } = all[ended];
      assert.deepEqual(data[ended], {
        id,
        status,
        job: config.job.type,
        configuration: config.job.configuration_id,
        directory: source_directory_id,
        project: project_id,
        created: created_at,
        updated: updated_at,
        duration: String(Math.round((Date.parse(updated_at) - Date.parse(created_at)) / 1_000)),
      });
    }
    assert.equal(await list('--output', 'csv', '--directory', 'dir-none'), `${COLUMNS.join(',')}\n`);
  });

  test('csv quotes what would break it', async () => {
    server.faults.add({ kind: 'with', field: 'items.0.source_directory_id', value: 'a,"b"\nc' });
    const { data } = Papa.parse(await list('--output', 'csv', '--limit', '1', '--columns', 'directory'));
    assert.deepEqual(data[1], ['a,"b"\nc']);
  });

  test('id is an id a line', async () => {
    assert.deepEqual(
      rows(await list('--output', 'id')),
      all.map(({ id }) => id),
    );
  });

  test('wide has every column', async () => {
    const [titles] = rows(await list('--output', 'wide', '--limit', '1'));
    assert.deepEqual(
      titles.split(/ +/),
      COLUMNS.map((name) => name.toUpperCase()),
    );
  });

  test('--columns chooses and orders, with commas or repeated', async () => {
    for (const columns of [
      ['--columns', 'status,ID'],
      ['--columns', 'status', '--columns', 'id'],
    ]) {
      const [titles, first] = rows(await list('--limit', '1', ...columns));
      assert.match(titles, /^STATUS +ID$/);
      assert.match(first, new RegExp(`^${all[0].status} +${all[0].id}$`));
    }
    assert.equal(
      await list('--limit', '1', '--columns', 'id,status', '--output', 'csv'),
      `id,status\n${all[0].id},${all[0].status}\n`,
    );
  });

  test('--columns alone is a table', async () => {
    assert.deepEqual(rows(await output('get', all[0].id, '--columns', 'id')), ['ID', all[0].id]);
  });

  test('--no-headers leaves the titles out', async () => {
    for (const format of ['table', 'wide', 'csv', 'tsv']) {
      const lines = rows(await list('--output', format, '--no-headers'));
      assert.equal(lines.length, all.length);
      assert.ok(lines[0].startsWith(all[0].id));
    }
  });
});

describe('hostile text', () => {
  const HOSTILE = 'a\x1b[2Jb\x9b2Jc\x7f\u202ed\r\ne';
  const withText = async (value, ...args) => {
    server.faults.add({ kind: 'with', field: 'items.0.source_directory_id', value });
    return list('--limit', '1', ...args);
  };

  test('is whole, and harmless to a terminal, in json, jsonl and yaml', async () => {
    for (const [format, read] of [
      ['json', JSON.parse],
      ['jsonl', (text) => [JSON.parse(text)]],
      ['yaml', parse],
    ]) {
      const text = await withText(HOSTILE, '--output', format);
      assert.doesNotMatch(text, /[^\P{Cc}\n]|\p{Bidi_Control}/u, format);
      assert.equal(read(text)[0].source_directory_id, HOSTILE, format);
    }
  });

  test('has no control characters in a table', async () => {
    assert.match(await withText(HOSTILE, '--columns', 'directory'), /^DIRECTORY\na\[2Jb2Jcd e\n$/);
  });

  test('is harmless in the command for the next page', async () => {
    server.faults.add({ kind: 'with', field: 'next_page_token', value: HOSTILE });
    const { stderr } = await run(['list', '--page-size', '1', '--limit', '1', '--base-url', server.url], { env });
    assert.match(stderr, /--page-token 'a\[2Jb2Jcde' /);
    assert.doesNotMatch(stderr, /[^\P{Cc}\n]|\p{Bidi_Control}/u);
  });

  test('is no formula in CSV, which spreadsheets open', async () => {
    for (const start of ['=', '+', '-', '@']) {
      const formula = `${start}1+1`;
      const text = await withText(formula, '--output', 'csv', '--columns', 'directory', '--no-headers');
      assert.deepEqual(Papa.parse(text.trimEnd()).data, [[`'${formula}`]]);
      assert.equal(
        await withText(formula, '--output', 'tsv', '--columns', 'directory', '--no-headers'),
        `${formula}\n`,
      );
    }
  });

  test('does not reach a terminal in CSV and TSV, but a pipe', { skip }, async () => {
    const args = ['--columns', 'directory', '--no-headers', '--quiet', '--limit', '1', '--base-url', server.url];
    for (const format of ['csv', 'tsv']) {
      server.faults.add({ kind: 'with', field: 'items.0.source_directory_id', value: HOSTILE });
      const { sent } = await runInTerminal(['list', '--output', format, ...args], { env });
      assert.equal(sent, '"a[2Jb2Jcd\ne"\n');
      assert.equal(await withText(HOSTILE, '--output', format, ...args), `"${HOSTILE}"\n`);
    }
  });
});

describe('one batch', () => {
  const [{ id }] = all;
  const batch = async () => server.client().batches.get(id);

  test('json and yaml are the object itself', async () => {
    assert.deepEqual(JSON.parse(await output('get', id, '-o', 'json')), await batch());
    assert.deepEqual(parse(await output('get', id, '-o', 'yaml')), await batch());
    assert.equal(rows(await output('get', id, '-o', 'json')).length > 1, true);
    assert.equal(await output('get', id, '--json'), `${JSON.stringify(await batch())}\n`);
  });

  test('all else is a list of one', async () => {
    assert.equal(await output('get', id, '-o', 'id'), `${id}\n`);
    assert.match(await output('get', id, '-o', 'table'), new RegExp(`^ID .*\\n${id} .*\\n$`));
    assert.equal(await output('get', id, '-o', 'tsv', '--columns', 'status', '--no-headers'), `${all[0].status}\n`);
  });
});

describe('results', () => {
  const failed = ({ error_message }) => Boolean(error_message);
  const batch = withResults.find(({ results }) => results.some(failed));

  test('lists every file with its outcome, those that failed first', async () => {
    const [titles, ...lines] = rows(await output('results', batch.id));
    assert.match(titles, /^FILE +OUTCOME +JOB +ERROR$/);
    assert.equal(lines.length, batch.results.length);
    const failures = batch.results.filter(failed);
    for (const [at, { source_directory_file_id: file, error_message }] of failures.entries()) {
      assert.match(lines[at], new RegExp(`^${file} +FAILED +– +${error_message}$`));
    }
    for (const line of lines.slice(failures.length)) assert.match(line, /^dfl-\S+ +JOB +(pjb|exj)-\S+ +–$/);
  });

  test('--failed leaves the others out', async () => {
    const lines = rows(await output('results', batch.id, '--failed', '--output', 'id'));
    assert.deepEqual(
      lines,
      batch.results.filter(failed).map((result) => result.source_directory_file_id),
    );
  });

  test('json is what the server sent', async () => {
    const sorted = batch.results.toSorted((a, b) => failed(b) - failed(a));
    assert.deepEqual(JSON.parse(await output('results', batch.id, '--output', 'json')), sorted);
  });

  test('a batch that runs has none yet, and how to wait for it is told with the options that it needs', async () => {
    const { id } = all.find(({ status }) => status === 'RUNNING');
    const { code, stdout, stderr } = await run(['results', id, '--base-url', server.url, '--project', "it's"], { env });
    assert.deepEqual([code, stdout], [0, '']);
    const hint = `llama-cloud-batches wait ${id} --base-url ${server.url} --project 'it'\\''s'`;
    assert.ok(stderr.endsWith(`There are no results yet: ${hint}\n`), stderr);
  });

  test('a batch that failed has none', async () => {
    const { id } = all.find(({ status }) => status === 'FAILED');
    const { stderr } = await run(['results', id, '--base-url', server.url], { env });
    assert.match(stderr, /\nA batch that is FAILED has no results\.\n$/);
  });
});

describe('a terminal that another program shares', { skip }, () => {
  const inTerminal = (line) => runInTerminal(['list', '--base-url', server.url, '--page-size', '50'], { env, line });

  test('nothing is drawn over the reader of a pipe', async () => {
    server.faults.add({ kind: 'latency', ms: 300, skip: 1 });
    const { sent } = await inTerminal((command) => `${command} | cat`);
    assert.ok(!sent.includes('\x1b'), 'no progress');
    assert.deepEqual(rows(sent).length, 1 + all.length);
    assert.match(rows(sent)[0], /^ID /);
  });

  test('an error is printed all the same', async () => {
    server.faults.add({ kind: 'status', status: 400 });
    const { sent } = await inTerminal((command) => `${command} | cat`);
    assert.match(shown(sent), /^error: 400 .*\n$/);
  });

  test('the progress is drawn where stdout is a file', async () => {
    server.faults.add({ kind: 'latency', ms: 300, skip: 1 });
    const { sent } = await inTerminal((command) => `${command} > /dev/null`);
    assert.match(sent, /50 of 130 batches/);
    assert.match(shown(sent), /130 batches/);
  });
});
