// What a process holds while a long list goes by: resident memory, and that of WebAssembly in it.

import { startClock } from '../clock.mjs';

const SAMPLES = 50;
const MB = 1_000_000;
const memories = [];

export async function run({ connect }, { url, pageSize, items: total, options }) {
  watchMemories();
  const list = await connect(url);
  const clock = startClock();
  const every = Math.ceil(total / SAMPLES);
  const samples = [];
  let items = 0;
  await list.items(
    ({ id }) => {
      if (id) items += 1;
      if (items % every === 0) samples.push({ items, rss: process.memoryUsage.rss() / MB, peak: peak(), wasm: wasm() });
    },
    { page_size: pageSize },
    options,
  );
  const early = samples[Math.floor(samples.length / 10)];
  return {
    ...clock(),
    items,
    peak: peak(),
    growth: peak() - early.peak,
    wasm: wasm(),
    wasmGrowth: wasm() - early.wasm,
    samples,
  };
}

/** Must be called before a client is imported. */
function watchMemories() {
  WebAssembly.Instance = class extends WebAssembly.Instance {
    constructor(module, imports) {
      super(module, imports);
      memories.push(...Object.values(this.exports).filter((each) => each instanceof WebAssembly.Memory));
    }
  };
}

function wasm() {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) / MB;
}

function peak() {
  return (process.resourceUsage().maxRSS * 1_024) / MB;
}
