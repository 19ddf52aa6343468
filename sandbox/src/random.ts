/** Numbers from 0 to 1 that are always the same for the same seed and index (splitmix32). */
export function random(seed: number, index: number): () => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
}

/** An identifier in the API's form, such as `bat-…`. */
export function identifier(prefix: string, next: () => number): string {
  const hex = (length: number) => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('');
  return `${prefix}-${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

/** One of `choices`. */
export function pick<T>(choices: readonly T[], next: () => number): T {
  return choices[Math.floor(next() * choices.length)] as T;
}
