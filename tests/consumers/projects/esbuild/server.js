import LlamaCloud from 'llama-cloud-batches';
import { listIds } from './shared/list.js';
import { report } from './shared/report.js';

// No await outside a function: the bundle is CommonJS.
report(listIds(LlamaCloud));
