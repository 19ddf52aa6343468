import LlamaCloud from 'llama-cloud-batches';
import { listIds } from './list.js';
import { report } from './report.js';

await report(listIds(LlamaCloud));
