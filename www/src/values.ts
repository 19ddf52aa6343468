// Several values in one text, as an address holds them: `a,b`. A backslash stands before what means
// itself: a comma, a backslash, and a space at an end, as spaces around commas do not count.

/** Values as a text, whatever they hold. */
export function joinValues(values: readonly string[]): string {
  return values.map((each) => each.replace(/[\\,]|^\s|\s$/g, '\\$&')).join(',');
}

/** The values of a text, each once; empty ones are none. */
export function splitValues(text: string): string[] {
  const parts = text.matchAll(/\s*((?:\\[^]|[^,])*?)\s*(?:,|$)/g);
  return [...new Set([...parts].map(([, part = '']) => part.replace(/\\([^])/g, '$1')).filter(Boolean))];
}
