// Text of any script in tables, charts and the status line: a terminal counts columns, and not characters.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { run, runInTerminal, shown } from './support/cli.mjs';
import { batch, startPages } from './support/pages.mjs';
import { KEY } from './support/sandbox.mjs';

/** Texts with as many columns as a terminal gives each of their characters. */
const TEXTS = [
  [...'請求書の解析'].map((each) => [each, 2]),
  [...'청구서'].map((each) => [each, 2]),
  [...'発票-'].map((each) => [each, each === '-' ? 1 : 2]),
  [
    ['👩‍💻', 2],
    ['🧾', 2],
    ['🇩🇪', 2],
    ['👍🏽', 2],
  ],
  [
    ['e\u0301', 1],
    ['n\u0303', 1],
    ['o\u0302\u0323', 1],
  ],
  [...'счёт'].map((each) => [each, 1]),
  [...'plain'].map((each) => [each, 1]),
  [
    ['ｱ', 1],
    ['ｳ', 1],
  ],
];
/** Longer than any column may become in a narrow terminal. */
const LONG = TEXTS.map((text) => Array.from({ length: 40 }, (_, at) => text[at % text.length]));
const COLUMNS = new Map(TEXTS.flat());
const say = (text) => text.map(([each]) => each).join('');
const segmenter = new Intl.Segmenter();
/** As many letters as the text has columns. */
const asLetters = (text) =>
  Array.from(segmenter.segment(text), ({ segment }) =>
    COLUMNS.has(segment) && /[^ -~]/.test(segment) ? 'x'.repeat(COLUMNS.get(segment)) : segment,
  ).join('');

let items = [];
let answer;
const server = await startPages({ after }, (query) => answer?.(query) ?? { items, total_size: items.length });
const env = { LLAMA_CLOUD_API_KEY: KEY };
const skip = process.platform !== 'linux' && 'the command script is another one here';
const named = (text, at, more) =>
  batch(at, { source_directory_id: text, config: { job: { configuration_id: text, type: 'parse_v2' } }, ...more });

test('columns of a table stand below their titles', async () => {
  items = TEXTS.map((text, at) => named(say(text), at, { status: say(text) }));
  const args = ['list', '--quiet', '--columns', 'status,configuration,directory,project', '--base-url', server.url];
  const { stdout } = await run(args, { env });
  const lines = stdout.trimEnd().split('\n').map(asLetters);
  assert.equal(lines.length, items.length + 1);
  const places = lines.map((line) => Array.from(line.matchAll(/(?<= {2}|^)\S/g), ({ index }) => index));
  for (const line of places) assert.deepEqual(line, places[0]);
  assert.equal(places[0].length, 4);
});

test('long texts are shortened to the columns that there are, and no character is cut', { skip }, async () => {
  items = LONG.map((text, at) => named(say(text), at));
  for (const columns of [80, 101, 120, 161]) {
    const { sent } = await runInTerminal(['list', '--quiet', '--base-url', server.url], { columns, env });
    const lines = shown(sent).trimEnd().split('\n');
    assert.equal(lines.length, items.length + 1);
    const starts = new Set();
    for (const [at, line] of lines.entries()) {
      const letters = asLetters(line);
      assert.ok(letters.length <= columns, `${letters.length} > ${columns}: ${line}`);
      starts.add(letters.indexOf(at ? 'parse_v2' : 'JOB'));
      const [, first] = /(\S+)…/.exec(line) ?? [];
      if (first) assert.ok(say(LONG[at - 1]).startsWith(first), line);
      for (const { segment } of segmenter.segment(line))
        assert.ok(COLUMNS.has(segment) || /^[ -~●…–]$/.test(segment), `${segment} in ${line}`);
    }
    assert.deepEqual(starts.size, 1);
  }
});

test('bars of a chart begin below each other', { skip }, async () => {
  for (const [columns, texts] of [
    [40, TEXTS],
    [40, LONG],
    [80, LONG],
  ]) {
    items = texts.map((text, at) => named(say(text), at));
    const { sent } = await runInTerminal(['stats', '--by', 'configuration', '--quiet', '--base-url', server.url], {
      columns,
      env,
    });
    const lines = shown(sent).trimEnd().split('\n').slice(1).map(asLetters);
    assert.equal(lines.length, items.length);
    assert.equal(new Set(lines.map((line) => line.indexOf('█'))).size, 1);
    for (const line of lines) assert.ok(line.length <= columns, line);
  }
});

test('the status line stays in one line', { skip }, async () => {
  const columns = 40;
  let polls = 0;
  for (const text of LONG) {
    polls = 0;
    answer = () => batch(1, { status: ++polls < 2 ? say(text) : 'COMPLETED' });
    const { code, sent } = await runInTerminal(['wait', 'bat-1', '--interval', '0.3', '--base-url', server.url], {
      columns,
      env,
    });
    assert.equal(code, 0, sent);
    const drawn = sent.split('\x1b[2K').map((line) => asLetters(shown(line.split(/[\r\n]/)[0])));
    assert.ok(
      drawn.some((line) => line.length >= columns - 2),
      sent,
    );
    for (const line of drawn) assert.ok(line.length < columns, line);
  }
});

test('a long message of an error ends between two characters', async () => {
  answer = undefined;
  for (const text of LONG) {
    const whole = say(text).repeat(20);
    const broken = await startPages({ after }, (query, request, response) => {
      response.statusCode = 400;
      return { detail: whole };
    });
    const { stderr } = await run(['list', '--quiet', '--base-url', broken.url], { env });
    const [, said] = /400 (\S+)…/.exec(stderr) ?? [];
    assert.ok(said && whole.startsWith(said), stderr);
    for (const { segment } of segmenter.segment(said)) assert.ok(COLUMNS.has(segment), stderr);
  }
});
