// Ends the process of a test file when a test has taken too long.

import { writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

const STDERR = 2;
const timers = new Map();

parentPort.on('message', ({ id, ms, why }) => {
  clearTimeout(timers.get(id));
  timers.delete(id);
  if (ms) timers.set(id, setTimeout(end, ms, why));
});

function end(why) {
  writeSync(STDERR, why);
  process.kill(process.pid, 'SIGKILL');
}
