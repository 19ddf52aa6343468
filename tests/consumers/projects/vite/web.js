import init, { LlamaCloud } from 'llama-cloud-batches/web';
import { options } from './shared/address.js';
import { listIds } from './shared/list.js';
import { report } from './shared/report.js';

report(init().then(() => listIds(LlamaCloud, options)));
