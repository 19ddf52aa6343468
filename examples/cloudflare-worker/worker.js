// A Worker in front of LlamaCloud: `GET /?status=FAILED` answers with a page of batches, and with
// the token of the next page for `?page_token=…`. The key is a secret of the Worker.
//
//   npx wrangler dev        with LLAMA_CLOUD_API_KEY=llx-… in .dev.vars
//   npx wrangler deploy     after npx wrangler secret put LLAMA_CLOUD_API_KEY

import LlamaCloud from 'llama-cloud-batches';

export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const client = new LlamaCloud({ apiKey: env.LLAMA_CLOUD_API_KEY, baseURL: env.LLAMA_CLOUD_BASE_URL });
    try {
      const page = await client.batches.list({
        status: searchParams.get('status'), // null does not filter
        page_token: searchParams.get('page_token'),
        page_size: 50,
      });
      return Response.json({ batches: page.items, next_page_token: page.next_page_token });
    } catch (error) {
      if (!(error instanceof LlamaCloud.APIError)) throw error;
      return Response.json({ error: error.message }, { status: error.status >= 400 ? error.status : 502 });
    }
  },
};
