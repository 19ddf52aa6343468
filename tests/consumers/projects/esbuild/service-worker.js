import LlamaCloud from 'llama-cloud-batches';
import { listIds } from './shared/list.js';

globalThis.onmessage = (event) =>
  event.waitUntil(listIds(LlamaCloud, event.data).then((ids) => event.source.postMessage(ids)));
