import { options } from './shared/address.js';
import { idsFromServiceWorker } from './shared/from-worker.js';
import { report } from './shared/report.js';

report(idsFromServiceWorker(navigator.serviceWorker.register('/service-worker.js', { type: 'module' }), options));
