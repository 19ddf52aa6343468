import { Check, Copy, Filter } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { toggleValue } from './address.ts';
import type { Facet } from './filter.ts';
import { filter } from './address.ts';
import { batches, short } from './format.ts';
import { tell } from './news.tsx';

/** Copies a text, and says that it did. */
export function CopyButton({ text, name = text, tabIndex = 0 }: { text: string; name?: string; tabIndex?: number }) {
  const [copied, setCopied] = useState(false);
  const Sign = copied ? Check : Copy;
  const onClick = async (event: Event) => {
    event.stopPropagation();
    setCopied(await copy(text, short(name)));
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <button
      type="button"
      class="icon copy"
      aria-label={copied ? 'Copied' : `Copy ${name}`}
      tabIndex={tabIndex}
      onClick={onClick}
    >
      <Sign size={13} aria-hidden="true" />
    </button>
  );
}

/** An id that can be copied, and filtered by. */
export function Ident({
  facet,
  value,
  text = value,
  tabIndex = 0,
}: {
  facet: Facet;
  value: string;
  text?: string;
  tabIndex?: number;
}) {
  const isPicked = filter.value[facet].includes(value);
  if (!value) return <span>–</span>;
  return (
    <>
      <span>{text}</span>
      <CopyButton text={value} tabIndex={tabIndex} />
      <button
        type="button"
        class="icon copy"
        aria-label={isPicked ? `Do not filter by ${value}` : `Filter by ${value}`}
        aria-pressed={isPicked}
        tabIndex={tabIndex}
        onClick={(event) => {
          event.stopPropagation();
          toggleValue(facet, value);
        }}
      >
        <Filter size={13} aria-hidden="true" />
      </button>
    </>
  );
}

/** Puts ids, one a line, on the clipboard. */
export function copyIds(ids: readonly string[]): Promise<boolean> {
  return copy(ids.join('\n'), `the ids of ${batches(ids.length)}`);
}

/** Puts a text on the clipboard, and says that it did. */
export async function copy(text: string, name: string): Promise<boolean> {
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  tell(done ? `Copied ${name}` : 'The browser did not allow this page to copy: select the text and copy it yourself');
  return done;
}
