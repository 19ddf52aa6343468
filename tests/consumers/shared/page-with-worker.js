import { options } from './address.js';
import { idsFrom } from './from-worker.js';
import { report } from './report.js';

report(idsFrom(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }), options));
