// What one writes without a client: no retry, no check, no error worth the name.

export const load = async () => {};

export async function connect(baseURL, { fetch = globalThis.fetch } = {}) {
  const headers = { authorization: 'Bearer llx-bench' };
  return { items, pages };

  function items(each, params) {
    return pages(async (page) => {
      for (const item of page.items) {
        const pause = each(item);
        if (pause) await pause;
      }
    }, params);
  }

  async function pages(each, params) {
    let token;
    do {
      const query = new URLSearchParams({ ...params, ...(token && { page_token: token }) });
      const response = await fetch(`${baseURL}/api/v2/batches?${query}`, { headers });
      const page = await response.json();
      await each(page);
      token = page.next_page_token;
    } while (token);
  }
}
