import LlamaCloud from 'llama-cloud-batches';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { listIds } from './shared/list.js';
import { report } from './shared/report.js';

if (isMainThread) {
  const ids = new Promise((resolve, reject) =>
    new Worker(new URL(import.meta.url)).once('message', resolve).once('error', reject),
  );
  const [inMain, inThread] = await Promise.all([listIds(LlamaCloud), ids]);
  if (String(inMain) !== String(inThread)) throw new Error('the thread and its parent see different batches');
  await report(inThread);
} else {
  parentPort.postMessage(await listIds(LlamaCloud));
}
