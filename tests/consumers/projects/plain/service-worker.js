import LlamaCloud from '/node_modules/llama-cloud-batches/dist/index.js';
import { listIds } from './shared/list.js';

onmessage = (event) => event.waitUntil(listIds(LlamaCloud, event.data).then((ids) => event.source.postMessage(ids)));
