// What a page and a batch must look like: each field with a value of each type.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batch, startPages } from './support/pages.mjs';

const VALUES = { missing: undefined, null: null, string: '', array: [], object: {}, number: 0, boolean: false };
const OPTIONAL = ['missing', 'null'];

/** Which types each field may have, by its path in a page; an object that is empty lacks what it must have. */
const ALLOWED = {
  items: ['array'],
  next_page_token: [...OPTIONAL, 'string'],
  total_size: [...OPTIONAL, 'number'],
  'items[1]': [],
  'items[1].id': ['string'],
  'items[1].config': [],
  'items[1].config.job': [],
  'items[1].config.job.configuration_id': ['string'],
  'items[1].config.job.type': ['string'],
  'items[1].project_id': ['string'],
  'items[1].source_directory_id': ['string'],
  'items[1].status': ['string'],
  'items[1].created_at': [...OPTIONAL, 'string'],
  'items[1].updated_at': [...OPTIONAL, 'string'],
  'items[1].results': [...OPTIONAL, 'array'],
  'items[1].results[1]': [],
  'items[1].results[1].source_directory_file_id': ['string'],
  'items[1].results[1].error_message': [...OPTIONAL, 'string'],
  'items[1].results[1].job_reference': OPTIONAL,
  'items[1].results[1].job_reference.id': ['string'],
  'items[1].results[1].job_reference.type': ['string'],
};

function validPage() {
  const results = [1, 2].map((id) => ({
    source_directory_file_id: `dfl-${id}`,
    error_message: null,
    job_reference: { id: `job-${id}`, type: 'parse_v2' },
  }));
  return { items: [1, 2, 3].map((id) => batch(id, { results: structuredClone(results) })), next_page_token: null };
}

/** Puts `value` at `path`; what is missing from an array is null in JSON. */
function put(body, path, value) {
  const names = path.split(/[.[\]]+/).filter(Boolean);
  const last = names.pop();
  names.reduce((at, name) => at[name], body)[last] = value;
  return body;
}

test('each field of a page and of a batch is checked, with a value of each type', async (t) => {
  let body;
  const { client } = await startPages(t, () => body);
  const { batches } = client();
  body = validPage();
  assert.equal((await batches.list()).items.length, 3);
  const inBatch = 'items[1].';
  for (const [path, allowed] of Object.entries(ALLOWED)) {
    for (const [type, value] of Object.entries(VALUES)) {
      const asks = { list: () => batches.list() };
      if (path.startsWith(inBatch)) asks.get = () => batches.get('bat-2');
      for (const [operation, ask] of Object.entries(asks)) {
        const page = put(validPage(), path, value);
        body = operation === 'get' ? page.items[1] : page;
        const name = operation === 'get' ? path.slice(inBatch.length) : path;
        const { message } = await ask().then(
          () => ({}),
          (error) => error,
        );
        const isRight = message === undefined || message.includes(`${name} is `) || message.includes(`${name}.`);
        assert.ok(isRight, `${operation}, ${path}, ${type}: ${message}`);
        assert.equal(message === undefined, allowed.includes(type), `${operation}, ${path}, ${type}: ${message}`);
      }
    }
  }
});
