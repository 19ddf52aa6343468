// When the page draws anew: not while something is pressed, and never so that the focus is lost.

import { options } from 'preact';
import { focusList } from './focus.ts';

/** What must be where it is until the press on it ends: else that is no click. */
const PRESSED = 'a, button, summary, label, .row, [type="checkbox"], [type="radio"]';
/** Among these, what is no such thing: it opens a list of its own, or a text is typed there. */
const OTHERS = 'select, input:not([type="checkbox"], [type="radio"])';

let isPressed = false;
let waiting: (() => void) | undefined;

/** Lets what comes by itself wait for the end of a press, and takes care of the focus. */
export function startRendering(): void {
  options.debounceRendering = (render) => {
    waiting = render;
    if (!isPressed) queueMicrotask(draw);
  };
  const on = (names: string, listen: (event: Event) => void) => {
    for (const name of names.split(' ')) addEventListener(name, listen, { capture: true, passive: true });
  };
  on('pointerdown keydown', (event) => {
    const isPress = event instanceof KeyboardEvent ? event.key === ' ' : (event as PointerEvent).button === 0;
    if (isPress && isControl(event.target)) isPressed = true;
    else release();
  });
  on('pointerup pointercancel keyup dragend scroll', release);
  // It was let go where the page does not hear of it.
  on('pointermove', (event) => (event as PointerEvent).buttons === 0 && release());
  on('blur', ({ target }) => target === window && release());
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && (target.closest(`${PRESSED}, ${OTHERS}`)?.matches(PRESSED) ?? false);
}

function release(): void {
  isPressed = false;
  // The click comes first.
  if (waiting) setTimeout(draw);
}

function draw(): void {
  const render = waiting;
  if (!render || isPressed) return;
  waiting = undefined;
  const before = document.activeElement;
  render();
  if (document.activeElement === document.body && before instanceof HTMLElement && before !== document.body)
    refocus(before);
}

/** What had the focus has moved, and takes it again, or is gone, and leaves it to what is around. */
function refocus(before: HTMLElement): void {
  if (before.isConnected) before.focus({ preventScroll: true });
  else (document.querySelector<HTMLElement>('dialog:modal [autofocus]') ?? { focus: focusList }).focus();
}
