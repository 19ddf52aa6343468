// The proxy, in whatever runs this file: it adds the key for its own pages, and reaches nothing but batches.

import { createProxy } from 'llama-cloud-batches/proxy';

const { LLAMA_CLOUD_API_KEY: apiKey, LLAMA_CLOUD_BASE_URL: baseURL } = process.env;
const proxy = createProxy({ apiKey, baseURL, prefix: '/llama-cloud' });
const ask = (path, site, init) =>
  proxy(new Request(`http://app.example/llama-cloud${path}`, { headers: { 'sec-fetch-site': site }, ...init }));
const list = '/api/v2/batches';

await expect(200, ask(`${list}?page_size=3`, 'same-origin'));
await expect(404, ask(`${list}/bat-none/cancel`, 'same-origin', { method: 'POST' }));
await expect(422, ask(list, 'same-origin', { method: 'POST', body: '{}' }));
await expect(403, ask(list, 'cross-site'));
await expect(404, ask('//evil.example/x', 'same-origin'));
await expect(404, ask(`${list}/..%2ffiles`, 'same-origin'));

async function expect(status, answer) {
  const response = await answer;
  const text = await response.text();
  if (response.status !== status || text.includes(apiKey))
    throw new Error(`${response.status} in the place of ${status}: ${text}`);
}
