import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import { filters } from './address.ts';
import { App } from './app.tsx';
import { listing, load } from './listing.ts';
import { startWatching } from './live.ts';
import { explain } from './problem.ts';
import { connect, source } from './source.ts';
import { startTheme } from './theme.ts';

startTheme();
const root = document.getElementById('app') as HTMLElement;
root.replaceChildren();
render(<App />, root);
effect(() => {
  const from = source.value;
  const by = filters.value;
  if (!from) return;
  untracked(() => load(from, by));
});
startWatching();
await connect().catch((error: unknown) => {
  listing.value = { state: 'failed', problem: explain(error) };
});
