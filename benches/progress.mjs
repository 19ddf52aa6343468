// What the person who waits sees: on a terminal one line that changes, elsewhere a line for each program.

const { stderr } = process;

/** A function that shows what is going on in a program; its `end` says how long all took. */
export function showProgress({ name }, host) {
  const started = performance.now();
  const head = `${name} in ${host}`;
  const show = (text) => stderr.isTTY && stderr.write(`\r\x1b[K${text}`);
  const tell = (what) => show(`${head}: ${what} …`);
  tell.end = () => {
    show('');
    stderr.write(`${head}: ${((performance.now() - started) / 1_000).toFixed(0)} s\n`);
  };
  if (!stderr.isTTY) stderr.write(`${head} …\n`);
  return tell;
}
