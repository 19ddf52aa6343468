import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openBatch } from './address.ts';
import { Charts } from './charts/charts.tsx';
import { ConnectDialog } from './connect.tsx';
import { CreateDialog } from './create.tsx';
import { Detail } from './detail.tsx';
import { FilterBar } from './filters.tsx';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { rows, version } from './rows.ts';
import { hasEnded } from './status.tsx';
import { Table } from './table.tsx';
import { Toasts } from './toasts.tsx';
import { Toolbar } from './toolbar.tsx';

const dialog = signal<'connect' | 'create' | undefined>(undefined);
const close = () => (dialog.value = undefined);

/** The page. */
export function App() {
  useEffect(titleWithCount, []);
  const batch = openBatch.value;
  return (
    <>
      <a class="skip" href="#batches">
        Skip to the batches
      </a>
      <Header onConnect={() => (dialog.value = 'connect')} onCreate={() => (dialog.value = 'create')} />
      <main>
        <FilterBar />
        <Charts />
        <section class="card list" id="batches" tabIndex={-1} aria-label="Batches">
          <Toolbar />
          <Notices onConnect={() => (dialog.value = 'connect')} />
          <Table />
        </section>
      </main>
      {dialog.value === 'connect' && <ConnectDialog onClose={close} />}
      {dialog.value === 'create' && <CreateDialog onClose={close} />}
      {batch !== undefined && <Detail key={batch} id={batch} />}
      <Toasts />
    </>
  );
}

/** A tab in the background tells how much is under way. */
function titleWithCount(): () => void {
  return effect(() => {
    void version.value;
    const open = rows().reduce((count, { batch }) => count + Number(!hasEnded(batch.status)), 0);
    document.title = open ? `(${open}) LlamaCloud batches` : 'LlamaCloud batches';
  });
}
