import { harmless } from './format.ts';
import type { ServerOptions } from './server.ts';

/** A command line of this program, with the options that choose the same server. */
export function hint(words: string[], options: ServerOptions): string {
  const { sandbox, profile, region, baseUrl, project, organization } = options;
  const chosen = Object.entries({ profile, region, 'base-url': baseUrl, project, organization });
  const given = chosen.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  return ['llama-cloud-batches', ...words, ...(sandbox ? ['--sandbox'] : []), ...given].map(quote).join(' ');
}

/** A word as shells read it. */
export function quote(word: string): string {
  const line = harmless(word).replace(/[\n\t]/g, '');
  return /^[\w.,:/@%+=…-]+$/.test(line) ? line : `'${line.replaceAll("'", `'\\''`)}'`;
}
