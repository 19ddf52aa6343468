import init, { LlamaCloud } from '/node_modules/llama-cloud-batches/dist/web.js';
import { options } from './shared/address.js';
import { listIds } from './shared/list.js';
import { report } from './shared/report.js';

await init();
report(listIds(LlamaCloud, options));
