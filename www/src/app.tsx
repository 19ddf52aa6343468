import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openBatch, view } from './address.ts';
import { creating } from './again.ts';
import { unseen } from './alerts.ts';
import { bulk, BulkDialog } from './bulk.tsx';
import { Charts } from './charts/charts.tsx';
import { ConnectDialog } from './connect.tsx';
import { CreateDialog } from './create.tsx';
import { Detail } from './detail.tsx';
import { FilterBar } from './filters.tsx';
import { Header } from './header.tsx';
import { KeysDialog, startKeys } from './keys.tsx';
import { Later } from './later.tsx';
import { NewsLine } from './news.tsx';
import { Notices } from './notices.tsx';
import { rows, version } from './rows.ts';
import { SelectedBar } from './selected.tsx';
import { Table } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

const isConnecting = signal(false);
const failures = () => import('./failures/failures.tsx').then(({ Failures }) => Failures);
const running = () => import('./running/running.tsx').then(({ Running }) => Running);

/** The page. */
export function App() {
  useEffect(titleWithCount, []);
  useEffect(startKeys, []);
  const batch = openBatch.value;
  const onConnect = () => (isConnecting.value = true);
  return (
    <>
      <a class="skip" href="#batches">
        Skip to the batches
      </a>
      <Header onConnect={onConnect} onCreate={() => (creating.value = {})} />
      <div class="work" data-detail={batch !== undefined || undefined}>
        <main>
          <FilterBar />
          {view.value === 'batches' && <Charts />}
          <section class="card list" id="batches" tabIndex={-1} aria-label="Batches" data-view={view.value}>
            <Toolbar />
            <Notices onConnect={onConnect} />
            {view.value === 'batches' && <Table />}
            {view.value === 'batches' && <SelectedBar />}
            {view.value === 'failures' && <Later key="failures" part={failures} />}
            {view.value === 'running' && <Later key="running" part={running} />}
            <NewsLine />
          </section>
        </main>
        {batch !== undefined && <Detail id={batch} />}
      </div>
      {isConnecting.value && <ConnectDialog onClose={() => (isConnecting.value = false)} />}
      {creating.value && <CreateDialog onClose={() => (creating.value = undefined)} />}
      {bulk.value && <BulkDialog />}
      <KeysDialog />
    </>
  );
}

/** The title of a tab in the background: what failed meanwhile, or else how much is under way. */
function titleWithCount(): () => void {
  return effect(() => {
    void version.value;
    const open = rows().reduce((count, row) => count + Number(!row.hasEnded), 0);
    const failed = unseen.value;
    const count = failed ? `(${failed} failed) ` : open ? `(${open}) ` : '';
    document.title = `${count}LlamaCloud batches`;
  });
}
