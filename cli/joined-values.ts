// Several values in one text, as an option of the command line and the demo page's address hold them: `a,b`. A
// backslash stands before what means itself: a comma, a backslash, and a space at an end, as spaces around commas do
// not count.

/** Values as a text, whatever they hold. */
export function joinValues(values: readonly string[]): string {
  return values.map((each) => each.replace(/[\\,]|^\s|\s$/g, '\\$&')).join(',');
}

/** The values of a text, empty ones too. */
export function splitValues(text: string): string[] {
  const parts = `,${text}`.matchAll(/,\s*((?:\\[^]|[^,])*?)\s*(?=,|$)/g);
  return Array.from(parts, ([, part = '']) => part.replace(/\\([^])/g, '$1'));
}
