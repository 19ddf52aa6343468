// Removes from the wasm what wasm-bindgen leaves in it and nothing can reach. wasm-opt cannot tell, as
// all of it is exported or in the table of functions, where anything might be called.
//
//   node xtask/prune.mjs FILE

import binaryen from 'binaryen';
import { readFile, writeFile } from 'node:fs/promises';

/** Exports that the JavaScript does not call. */
const EXPORTS = ['__abort_handler', '__instance_terminated', '__wbindgen_free'];

/**
 * What the table of functions alone has: what JavaScript calls to run a closure (through an export, if it needs it) of
 * all the functions that js-sys declares, and what wakes futures, of which there are none.
 */
const DEAD = [/::convert::closures::_::invoke\b/, /\bjs_sys\b.*::task_waker::raw_/];

const [file] = process.argv.slice(2);
const wasm = binaryen.readBinary(await readFile(file));
const isDead = (name) => DEAD.some((pattern) => pattern.test(name));

const segments = Array.from({ length: wasm.getNumElementSegments() }, (_, at) =>
  binaryen.getElementSegmentInfo(wasm.getElementSegmentByIndex(at)),
);
const [{ name, table, data }] = segments;
// The first place is never taken: it is the null pointer.
const isWhole = segments.length === 1 && binaryen.getTableInfo(wasm.getTable(table)).initial === data.length + 1;
if (!isWhole) throw new Error('the table of functions has another shape than it had: adapt this');
for (const pattern of DEAD) {
  if (!data.some((each) => pattern.test(each)))
    throw new Error(`${pattern} matches no function of the table any more: adapt it, or remove it if there are none`);
}
wasm.addFunction('dead', binaryen.none, binaryen.none, [], wasm.unreachable());
wasm.removeElementSegment(name);
wasm.addActiveElementSegment(
  table,
  name,
  data.map((each) => (isDead(each) ? 'dead' : each)),
  wasm.i32.const(1),
);
for (const each of EXPORTS) {
  if (!wasm.getExport(each)) throw new Error(`there is no export ${each} any more: remove it from the list`);
  wasm.removeExport(each);
}
await writeFile(file, wasm.emitBinary());
