// `GET /api/batches?status=FAILED` streams every batch that matches, a line of JSON each, as the
// pages come. A reader who goes ends the list.

import LlamaCloud from 'llama-cloud-batches';

export async function GET(request) {
  const client = new LlamaCloud(); // the key from LLAMA_CLOUD_API_KEY
  const status = request.nextUrl.searchParams.get('status');
  try {
    // The first page comes before the response begins, so that a failure still has a status.
    const first = await client.batches.list({ status, page_size: 50 }, { signal: request.signal });
    return new Response(ReadableStream.from(lines(first)), { headers: { 'content-type': 'application/x-ndjson' } });
  } catch (error) {
    if (!(error instanceof LlamaCloud.APIError)) throw error;
    return Response.json({ error: error.message }, { status: error.status >= 400 ? error.status : 502 });
  }
}

async function* lines(first) {
  const encoder = new TextEncoder();
  for await (const { items } of first.iterPages()) {
    yield encoder.encode(items.map((batch) => `${JSON.stringify(batch)}\n`).join(''));
  }
}
