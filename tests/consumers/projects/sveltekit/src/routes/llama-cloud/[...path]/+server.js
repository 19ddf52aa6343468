import { createProxy } from 'llama-cloud-batches/proxy';

const { LLAMA_CLOUD_API_KEY: apiKey, LLAMA_CLOUD_BASE_URL: baseURL } = process.env;
const proxy = createProxy({ apiKey, baseURL, prefix: '/llama-cloud' });
const handle = ({ request }) => proxy(request);
export { handle as GET, handle as POST };
