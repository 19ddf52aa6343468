// The API's description as a judge of answers.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { root } from './package.mjs';

/** The description itself. */
export const description = parse(await readFile(path.join(root, 'sandbox/openapi.yaml'), 'utf8'));
const ajv = formats(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema(description, 'api');

// What the description says of errors in words: FastAPI's two shapes.
const refused = (detail) => ajv.compile({ type: 'object', required: ['detail'], properties: { detail } });
const REFUSED = refused({ type: 'string' });
const UNPROCESSABLE = refused({
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['loc', 'msg', 'type'],
    properties: { loc: { type: 'array' }, msg: { type: 'string' }, type: { type: 'string' } },
  },
});

/** What is wrong with an answer; undefined if it is as described. */
export function problemOf({ method, path, status, body }) {
  const validate =
    status === 422 ? UNPROCESSABLE : status >= 400 && status < 500 ? REFUSED : described(method, path, status);
  if (validate?.(body)) return undefined;
  return `${method} ${path} is answered ${status}, which is not as described: ${validate ? ajv.errorsText(validate.errors) : 'no such answer'}`;
}

function described(method, path, status) {
  const matches = (template) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
  const template = Object.keys(description.paths).find(matches);
  const place = [
    'paths',
    template,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    'application/json',
    'schema',
  ];
  const inside = place.reduce((part, name) => part?.[name], description);
  const pointer = place.map((name) => encodeURIComponent(name?.replaceAll('~', '~0').replaceAll('/', '~1')));
  return inside && ajv.getSchema(`api#/${pointer.join('/')}`);
}
