// How much room a text takes in a terminal, which counts columns: a letter of East Asia has two, an accent none.

import stringWidth from 'string-width';

const ELLIPSIS = '…';
const segmenter = new Intl.Segmenter('en');

/** How many columns a text has. It must hold no colours. */
export function columnsOf(text: string): number {
  return stringWidth(text, { countAnsiEscapeCodes: true });
}

/** A text, with spaces after it up to so many columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)));
}

/** As much of a text as has room in so many columns. */
export function clip(text: string, width: number): string {
  return columnsOf(text) <= width ? text : fitting(characters(text), width).join('');
}

/** A text of at most so many columns: one that is longer ends in an ellipsis. */
export function ellipsize(text: string, width: number): string {
  return columnsOf(text) <= width ? text : clip(text, width - 1) + ELLIPSIS;
}

/** The same, with both ends: the start of an id names its kind, the end distinguishes it from others. */
export function shorten(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  const end = fitting(characters(text).reverse(), Math.floor((width - 1) / 2))
    .reverse()
    .join('');
  return clip(text, width - 1 - columnsOf(end)) + ELLIPSIS + end;
}

/** The first ones that have room. */
function fitting(all: string[], width: number): string[] {
  let left = width;
  const end = all.findIndex((each) => (left -= columnsOf(each)) < 0);
  return end < 0 ? all : all.slice(0, end);
}

/** What a reader takes for characters: a letter with its accents, an emoji of several parts. */
function characters(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
