import { options } from './shared/address.js';
import { idsFrom } from './shared/from-worker.js';
import { report } from './shared/report.js';

report(idsFrom(new Worker('/worker.js', { type: 'module' }), options));
