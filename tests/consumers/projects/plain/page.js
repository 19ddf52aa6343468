import LlamaCloud from '/node_modules/llama-cloud-batches/dist/index.js';
import { options } from './shared/address.js';
import { listIds } from './shared/list.js';
import { report } from './shared/report.js';

report(listIds(LlamaCloud, options));
