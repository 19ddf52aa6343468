// A field that sandbox/openapi.yaml describes is in the types of the package and of the crate, and they have no other.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { description } from './support/openapi.mjs';
import { root } from './support/package.mjs';

const { schemas } = description.components;
const READ = ['BatchPage', 'Batch', 'BatchConfig', 'BatchJob', 'BatchResult', 'JobReference'];
/** What the API calls otherwise than the types: the query of a request is among its parameters. */
const SENT = { BatchCreate: 'BatchCreateParams', WebhookConfiguration: 'WebhookConfiguration' };
const QUERY = ['organization_id', 'project_id'];

const REPORTS = {
  'docs/api/npm.d.ts.txt': (type) => [`interface ${type}`, /^\s*(\w+)\??:/gm],
  // `type` is a word of Rust's own.
  'docs/api/rust.txt': (type) => [`pub struct ${type}`, /^\s*pub (?:job_(?=type:))?(\w+):/gm],
};

for (const [file, look] of Object.entries(REPORTS)) {
  const report = await readFile(path.join(root, file), 'utf8');
  const declared = (type) => {
    const [start, field] = look(type);
    const [, fields = ''] = new RegExp(`${start} \\{\\n([^]*?)\\n\\}`).exec(report) ?? [];
    return Array.from(fields.matchAll(field), ([, name]) => name);
  };

  for (const type of READ) {
    test(`${file}: ${type} has the fields of the description (they are in src/wire)`, () => {
      assert.deepEqual(declared(type).sort(), Object.keys(schemas[type].properties).sort());
    });
  }

  for (const [schema, type] of Object.entries(SENT)) {
    test(`${file}: ${type} has the fields of the description (they are in src/wire)`, () => {
      const names = declared(type).filter((name) => !QUERY.includes(name));
      assert.deepEqual(names.sort(), Object.keys(schemas[schema].properties).sort());
    });
  }
}

test('each schema of the description with fields is looked at', () => {
  const known = [...READ, ...Object.keys(SENT), 'HTTPValidationError', 'ValidationError'];
  const described = Object.keys(schemas).filter((name) => schemas[name].properties);
  assert.deepEqual(
    described.filter((name) => !known.includes(name)),
    [],
  );
});
