import LlamaCloud from 'llama-cloud-batches';
import { listIds } from './shared/list.js';
import { report } from './shared/report.js';

await report(listIds(LlamaCloud));
