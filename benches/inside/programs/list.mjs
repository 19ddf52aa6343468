// Every item of a list; with `pause`, the consumer takes that long for as many items as a page has.

import { startClock } from '../clock.mjs';

export async function run({ connect }, { url, pageSize, pause, options }) {
  const list = await connect(url);
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
