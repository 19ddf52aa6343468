// What every server with a proxy must do.

import assert from 'node:assert/strict';

/**
 * Fails unless the proxy that a server has under `/llama-cloud` lets pages of its own origin in, and no others. Not every
 * framework names that origin in the URLs of its requests.
 */
export async function assertProxy(site) {
  const url = new URL('llama-cloud/api/v2/batches', site);
  const statusOf = async (headers, init) => (await fetch(url, { headers, ...init })).status;
  const own = { 'sec-fetch-site': 'same-origin', origin: url.origin, 'content-type': 'application/json' };
  assert.equal(await statusOf(own), 200);
  assert.equal(await statusOf(own, { method: 'POST', body: '{}' }), 422);
  assert.equal(await statusOf({ ...own, origin: 'https://evil.example' }), 403);
}
