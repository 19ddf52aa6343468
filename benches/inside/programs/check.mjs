// What an item costs that the program does not read: pages without a network, long ones less short ones. A
// bare loop pays for parsing alone, so what a client pays on top is its check of the item's shape.

const ITEM = {
  id: 'bat-2c26b46b-68ff-c68f-f99b-453c1d304134',
  config: { job: { configuration_id: 'cfg-PARSE_AGENTIC', type: 'parse_v2' } },
  project_id: 'prj-fcde2b2e-dba5-6bf4-0860-1fb721fe9b5c',
  source_directory_id: 'dir-baa5a096-4d33-4c1d-9d2f-f5e5a5a5a5a5',
  status: 'COMPLETED',
  created_at: '2026-11-01T00:00:00.000Z',
  updated_at: '2026-11-01T00:01:30.000Z',
  results: null,
};
const LONG = 1_000;

export async function run(client, { items }) {
  await perPage(client, LONG, items / 10); // warm
  await perPage(client, 1, items / 10);
  const long = await perPage(client, LONG, items);
  const short = await perPage(client, 1, items / 10);
  return { item: ((long - short) / (LONG - 1)) * 1_000, page: short * 1_000, items };
}

/** Milliseconds a page of `size` items, over `items` of them or at least one page. */
async function perPage({ connect }, size, items) {
  const pages = Math.ceil(items / size);
  const rest = `"items":${JSON.stringify(Array(size).fill(ITEM))},"total_size":null}`;
  let at = 0;
  const fetch = async () => {
    at += 1;
    const text = `{"next_page_token":${at < pages ? `"${at}"` : null},${rest}`;
    return {
      ok: true,
      status: 200,
      headers: new Headers(),
      text: async () => text,
      json: async () => JSON.parse(text),
    };
  };
  const list = await connect('http://127.0.0.1', { fetch });
  const started = performance.now();
  let seen = 0;
  await list.pages((page) => {
    seen += page.items.length;
  });
  if (seen !== pages * size) throw new Error(`${seen} items instead of ${pages * size}`);
  return (performance.now() - started) / pages;
}
