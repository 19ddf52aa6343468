import LlamaCloud from '/node_modules/llama-cloud-batches/dist/index.js';
import { listIds } from './shared/list.js';

onmessage = async ({ data }) => postMessage(await listIds(LlamaCloud, data));
