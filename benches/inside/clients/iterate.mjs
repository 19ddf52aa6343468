// Iterating the lists of every client: `each` is called with every item or page, and awaited where it takes time.

export const OPTIONS = { apiKey: 'llx-bench', logLevel: 'off' };

export async function eachItem(list, each) {
  for await (const item of list) {
    const pause = each(item);
    if (pause) await pause;
  }
}

export async function eachPage(list, each) {
  for await (const page of (await list).iterPages()) each(page);
}
