// What the tests ask of the sandboxes that run.mjs serves.

/** Where sandboxes are started: the environment says so, or the page's address. */
export function sandboxes() {
  const { SANDBOXES } = globalThis.process?.env ?? {};
  return SANDBOXES ?? new URLSearchParams(globalThis.location.search).get('sandboxes');
}

/** The text of an answer. */
export async function ask(method, url, body) {
  const response = await fetch(url, { method, body });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
