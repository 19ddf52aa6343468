// The text that `pkg-template/inline.js` makes bytes of: one character for a byte below 89, as most
// bytes of wasm are, and two for any other. The characters are those of ASCII from # to ~, but for the
// backslash.

import binaryen from 'binaryen';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const BASE = 91;
const FEW = 89;
const PAGE = 65_536;
const source = path.join(import.meta.dirname, '..', 'pkg-template', 'decoder.wat');

/** A text of few kinds of characters for `bytes`. */
export function encode(bytes) {
  const textOf = (byte) => (byte < FEW ? character(byte) : character(FEW + Math.floor((byte - FEW) / BASE)) + character((byte - FEW) % BASE));
  return Array.from(bytes, textOf).join('');
}

function character(digit) {
  return String.fromCharCode(digit < 57 ? digit + 35 : digit + 36);
}

/** The base64 of a wasm that decodes `text`. */
export async function assembleDecoder(text) {
  const wat = (await readFile(source, 'utf8')).replace('PAGES', Math.ceil((text.length + 1) / PAGE));
  const wasm = binaryen.parseText(wat);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  wasm.optimize();
  return Buffer.from(wasm.emitBinary()).toString('base64');
}
