import LlamaCloud from 'llama-cloud-batches';
import { listIds } from './list.js';

globalThis.onmessage = async ({ data }) => globalThis.postMessage(await listIds(LlamaCloud, data));
