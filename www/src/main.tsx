import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import { filter, pageSize, view } from './address.ts';
import { App } from './app.tsx';
import { today } from './clock.ts';
import { follow, listing } from './listing.ts';
import { startWatching } from './live.ts';
import { explain } from './problem.ts';
import { startRendering } from './rendering.ts';
import { connect, source } from './source.ts';
import { startTheme } from './theme.ts';

startTheme();
startRendering();
const root = document.getElementById('app') as HTMLElement;
root.replaceChildren();
render(<App />, root);
effect(() => {
  const from = source.value;
  // With the next day, yesterday is another one.
  void [filter.value, pageSize.value, view.value, today.value];
  if (from) untracked(() => follow(from));
});
startWatching();
await connect().catch((error: unknown) => {
  listing.value = { state: 'failed', problem: explain(error) };
});
