import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the page that comes when it is needed. */
export function Later({ part }: { part: () => Promise<ComponentType> }) {
  const [Part, setPart] = useState<ComponentType>();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    part().then(
      (loaded) => setPart(() => loaded),
      () => setLost(true),
    );
  }, []);
  if (Part) return <Part />;
  return <p class="nothing">{isLost ? 'This part of the page could not be loaded: reload the page' : 'Loading…'}</p>;
}
