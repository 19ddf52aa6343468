// How every client is walked: `each` is called with every item or page, and awaited where it takes time.

export const OPTIONS = { apiKey: 'llx-bench', logLevel: 'off' };

export async function walkItems(list, each) {
  for await (const item of list) {
    const pause = each(item);
    if (pause) await pause;
  }
}

export async function walkPages(list, each) {
  for await (const page of (await list).iterPages()) each(page);
}
