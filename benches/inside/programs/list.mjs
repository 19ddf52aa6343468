// Every item of a list; with `pause`, the consumer takes that long for as many items as a page has.
// The lists before the last, as many as `warmUps` says, warm the process up and are not measured.

import { startClock } from '../clock.mjs';

export async function run({ connect }, { url, pageSize, pause, options, warmUps = 0 }) {
  const list = await connect(url);
  for (let rest = warmUps; rest > 0; rest--) await measure();
  return measure();

  async function measure() {
    const clock = startClock();
    let items = 0;
    await list.items(
      ({ id }) => {
        if (id) items += 1;
        if (pause && items % pageSize === 0) return new Promise((resolve) => setTimeout(resolve, pause));
      },
      { page_size: pageSize },
      options,
    );
    return { ...clock(), items };
  }
}
