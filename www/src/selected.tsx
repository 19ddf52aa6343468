import { Ban, Copy, Download, RotateCcw, X } from 'lucide-preact';
import { bulk } from './bulk.tsx';
import { copyIds } from './copy.tsx';
import { exportRows } from './export.ts';
import { focusList } from './focus.ts';
import { number } from './format.ts';
import type { Row } from './rows.ts';
import { select, selected } from './selection.ts';

/** What can be done with the selected rows. */
export function SelectedBar() {
  const rows = selected.value;
  if (!rows.length) return null;
  return (
    <div class="selected" role="group" aria-label="Selected batches">
      <strong role="status">{number(rows.length)} selected</strong>
      <Actions rows={rows} />
      <button
        type="button"
        class="icon"
        aria-label="Clear the selection"
        onClick={() => {
          focusList();
          select([]);
        }}
      >
        <X size={15} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Cancel, run again, export, copy: for any rows. */
export function Actions({ rows }: { rows: readonly Row[] }) {
  const batches = () => rows.map(({ batch }) => batch);
  return (
    <>
      {rows.some((row) => !row.hasEnded) && (
        <button
          type="button"
          class="quiet danger"
          onClick={() => (bulk.value = { kind: 'cancel', batches: batches() })}
        >
          <Ban size={14} aria-hidden="true" />
          Cancel…
        </button>
      )}
      <button type="button" class="quiet" onClick={() => (bulk.value = { kind: 'again', batches: batches() })}>
        <RotateCcw size={14} aria-hidden="true" />
        Run again…
      </button>
      <button type="button" class="quiet" onClick={() => copyIds(batches().map(({ id }) => id))}>
        <Copy size={14} aria-hidden="true" />
        Copy ids
      </button>
      <span class="group" role="group" aria-label="Export these">
        <button type="button" class="quiet" onClick={() => exportRows(rows, 'json')}>
          <Download size={14} aria-hidden="true" />
          JSON
        </button>
        <button type="button" class="quiet" onClick={() => exportRows(rows, 'csv')}>
          CSV
        </button>
      </span>
    </>
  );
}
