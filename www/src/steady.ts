// Lists in order of figures that change: what is pointed at, or has the focus, stays where it is.

import { useReducer, useRef } from 'preact/hooks';

/**
 * Items in their order, for the children of the element that `held` is spread on. While the pointer is over it or the
 * focus is in it, those that were there stay in theirs, and others come after them.
 */
export function useSteady<T>(sorted: readonly T[], keyOf: (item: T) => string) {
  const [, again] = useReducer((renders: number) => renders + 1, 0);
  const isPointedAt = useRef(false);
  const hasFocus = useRef(false);
  const places = useRef(new Map<string, number>());
  const placeOf = (item: T) => places.current.get(keyOf(item)) ?? places.current.size;
  if (!sorted.length) isPointedAt.current = hasFocus.current = false;
  const isHeld = isPointedAt.current || hasFocus.current;
  const items = isHeld ? [...sorted].sort((a, b) => placeOf(a) - placeOf(b)) : sorted;
  places.current = new Map(items.map((item, at) => [keyOf(item), at]));
  const note = (what: { current: boolean }, is: boolean) => {
    what.current = is;
    if (!is) again(undefined);
  };
  const held = {
    // A finger does not stay.
    onPointerEnter: ({ pointerType }: PointerEvent) => note(isPointedAt, pointerType !== 'touch'),
    onPointerLeave: () => note(isPointedAt, false),
    onFocusIn: () => note(hasFocus, true),
    onFocusOut: ({ currentTarget, relatedTarget }: FocusEvent) =>
      note(hasFocus, (currentTarget as Element).contains(relatedTarget as Node | null)),
  };
  return { items, held };
}
