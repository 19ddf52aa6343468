const LlamaCloud = require('llama-cloud-batches');
const { NotFoundError } = require('llama-cloud-batches/error');
const { listIds } = require('./shared/list.js');
const { report } = require('./shared/report.js');

async function main() {
  const imported = await import('llama-cloud-batches');
  if (imported.NotFoundError !== NotFoundError) throw new Error('require and import give two different packages');
  await report(listIds(LlamaCloud));
}

main();
