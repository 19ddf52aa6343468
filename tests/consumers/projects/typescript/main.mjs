import { report } from './shared/report.js';

const { listIds } = await import(`./out/${process.argv[2]}`);
await report(listIds());
