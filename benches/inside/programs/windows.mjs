// Every item between two moments, which a client may split; each must come once, and in order.

import { startClock } from '../clock.mjs';

export async function run({ connect }, { url, pageSize, bounds, options }) {
  const list = await connect(url);
  const clock = startClock();
  const ids = new Set();
  let last = '9';
  let ordered = true;
  let items = 0;
  await list.items(
    ({ id, created_at: createdAt }) => {
      ids.add(id);
      if (createdAt > last) ordered = false;
      last = createdAt;
      items += 1;
    },
    { page_size: pageSize, ...bounds },
    options,
  );
  const times = clock();
  if (ids.size !== items) throw new Error(`${items - ids.size} items came twice`);
  if (!ordered && options?.ordered !== false) throw new Error('the items came in another order');
  return { ...times, items };
}
