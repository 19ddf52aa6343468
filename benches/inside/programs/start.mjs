// From the start of the process (or of the page's load) to the first batch, and importing alone.

export async function run({ load, connect }, { url, pageSize }) {
  const before = performance.now();
  await load();
  const imported = performance.now() - before;
  const list = await connect(url);
  let items = 0;
  let first;
  await list.items(
    () => {
      first ??= performance.now();
      items += 1;
    },
    { page_size: pageSize },
  );
  return { import: imported, first, items };
}
