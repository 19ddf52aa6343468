import { ChevronDown } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';

/** How far a panel stays from the edges of the window, in pixels. */
const EDGE = 8;

interface Props {
  label: ComponentChildren;
  /** What is said of the button, where its label does not say it. */
  name?: string;
  class?: string;
  isSet?: boolean;
  /** Made only while it is open; `close` closes it. */
  children: (close: () => void) => ComponentChildren;
}

/** A button, and a panel below it that goes with Escape or a click elsewhere: the browser's own popover. */
export function Popover({ label, name, class: kind, isSet, children }: Props) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const place = () => {
    const { left, bottom, top } = (button.current as HTMLElement).getBoundingClientRect();
    const { style } = panel.current as HTMLElement;
    const below = innerHeight - bottom - EDGE;
    const isBelow = below > 280 || below > top;
    const width = Math.min(320, innerWidth - 2 * EDGE);
    style.width = `${width}px`;
    style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
    style.top = isBelow ? `${bottom + 4}px` : 'auto';
    style.bottom = isBelow ? 'auto' : `${innerHeight - top + 4}px`;
    style.maxHeight = `${(isBelow ? below : top - EDGE) - 4}px`;
  };
  return (
    <div class={`pop ${kind ?? ''}`}>
      <button type="button" ref={button} popovertarget={id} aria-label={name} data-set={isSet || undefined}>
        {label}
        <ChevronDown size={13} aria-hidden="true" />
      </button>
      <div
        id={id}
        ref={panel}
        popover="auto"
        onBeforeToggle={({ newState }) => {
          if (newState !== 'open') return;
          place();
          setOpen(true);
        }}
        // Not before it is closed: what has the focus must be there, for the focus to go back from it.
        onToggle={({ newState }) => newState === 'closed' && setOpen(false)}
      >
        {isOpen && children(() => panel.current?.hidePopover())}
      </div>
    </div>
  );
}
