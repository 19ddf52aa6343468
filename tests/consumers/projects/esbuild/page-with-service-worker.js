import { options } from './shared/address.js';
import { idsFromServiceWorker } from './shared/from-worker.js';
import { report } from './shared/report.js';

report(idsFromServiceWorker(navigator.serviceWorker.register('/dist/service-worker.js', { scope: '/dist/' }), options));
