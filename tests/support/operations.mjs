// The operations on batches, for tests that try each. It imports nothing: a page loads it too.

export const KEY = 'llx-test-0123456789abcdef';

/** What a new batch can be made from. */
export const NEW = {
  config: { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } },
  source_directory_id: 'dir-1',
};

/** Each operation once, as a call of a client; `id` is a batch that has not ended. */
export const OPERATIONS = {
  list: (client) => client.batches.list(),
  'a loop': (client) => all(client.batches.list({ page_size: 7 })),
  'asResponse of list': (client) => client.batches.list().asResponse(),
  get: (client, id) => client.batches.get(id),
  cancel: (client, id) => client.batches.cancel(id),
  create: (client) => client.batches.create(NEW),
};

/** Everything that an iterable yields. */
export async function all(iterable) {
  const values = [];
  for await (const each of iterable) values.push(each);
  return values;
}

/** What an error is: its name, if it is of this package's class of that name and of those above. */
export function kindOf(error, api) {
  const isOurs =
    error instanceof Error && error instanceof api.LlamaCloudError && error.constructor === api[error.name];
  return isOurs && api.LlamaCloud[error.name] === error.constructor
    ? error.name
    : `no error of the table: ${error?.stack ?? error}`;
}
