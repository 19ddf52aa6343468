import LlamaCloud from 'llama-cloud-batches';
import { options } from './address.js';
import { listIds } from './list.js';
import { report } from './report.js';

report(listIds(LlamaCloud, options));
