import { Download, Pause, Play, RefreshCw, Search } from 'lucide-preact';
import { search, setSearch, view } from './address.ts';
import { ColumnsMenu } from './columns.tsx';
import { exportRows, partOf } from './export.ts';
import { batches, number } from './format.ts';
import { listed, type Listing, listing, reload, resume, stop, total } from './listing.ts';
import { interval, INTERVALS, live, polls, setPollInterval, wanted } from './live.ts';
import { fetched, rows, version } from './rows.ts';
import { anyStatus, matching, shown } from './view.ts';

/** Over the table: search, how far the list is, live, export. */
export function Toolbar() {
  return (
    <div class="toolbar">
      <label class="search">
        <Search size={15} aria-hidden="true" />
        <span class="hidden">Search in what is listed</span>
        <input
          type="search"
          placeholder="Search ids, jobs…"
          value={search.value}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      </label>
      <Progress />
      <span class="space" />
      <LiveSwitch />
      {view.value === 'batches' && (
        <>
          <ColumnsMenu />
          <Export />
        </>
      )}
    </div>
  );
}

function Progress() {
  void version.value;
  const { state } = listing.value;
  const there = fetched();
  const all = total.value;
  const isWhole = state === 'done';
  const fitting = (view.value === 'batches' ? matching : anyStatus).value.length;
  const some = fitting !== rows().length ? `, ${number(fitting)} shown` : '';
  // What stands behind must not move under the pointer while the count grows.
  const steady = isWhole || all === undefined ? '' : `${2 * number(all).length + 3}ch`;
  const isKnown = all !== undefined || state === 'loading';
  return (
    <div class="progress" data-state={state}>
      <span class="counts" style={{ minWidth: steady }}>
        {isWhole
          ? batches(there)
          : all === undefined
            ? `${number(there)} fetched`
            : `${number(there)} of ${number(all)}`}
        {some}
      </span>
      <span class="hidden" role="status">
        {isWhole && `${batches(listed.value)} listed${some}`}
      </span>
      {!isWhole && isKnown && (
        <progress aria-label="Fetched" max={all ?? 1} {...(all !== undefined && { value: there })} />
      )}
      <Go state={state} />
    </div>
  );
}

/** One button, so that the focus stays on it while the list loads, stops and resumes. */
function Go({ state }: { state: Listing['state'] }) {
  if (state === 'done') {
    return (
      <button type="button" class="icon" aria-label="List anew" title="List anew" onClick={reload}>
        <RefreshCw size={14} aria-hidden="true" />
      </button>
    );
  }
  // Then the notice has the button.
  if (state === 'failed') return null;
  const isGoing = state === 'loading' || state === 'waiting';
  const Sign = isGoing ? Pause : Play;
  const text = isGoing ? 'Stop' : 'Resume';
  return (
    <button type="button" class="quiet" aria-label={text} title={text} onClick={isGoing ? stop : resume}>
      <Sign size={14} aria-hidden="true" />
      <span>{text}</span>
    </button>
  );
}

function LiveSwitch() {
  const { state } = live.value;
  const waiting = wanted.value && listing.value.state !== 'done';
  const text = !wanted.value
    ? 'Paused'
    : waiting
      ? 'Live once listed'
      : { on: 'Live', off: 'Live', reconnecting: 'Reconnecting', ended: 'Not live' }[state];
  return (
    <div class="live" data-state={wanted.value ? state : 'paused'}>
      <button
        type="button"
        role="switch"
        aria-checked={wanted.value}
        aria-label={`Live updates: ${text}`}
        title={
          'problem' in live.value
            ? `${live.value.problem.title}. ${live.value.problem.hint}`
            : 'Live: what is new or changes shows by itself'
        }
        onClick={() => (wanted.value = !wanted.value)}
      >
        <i class="pulse" key={polls.value} aria-hidden="true" />
        {wanted.value && waiting ? <Once /> : text}
      </button>
      <select
        aria-label="How often to poll"
        title="How often to poll for changes"
        value={interval.value}
        onChange={({ currentTarget }) => setPollInterval(Number(currentTarget.value))}
      >
        {INTERVALS.map((seconds) => (
          <option key={seconds} value={seconds}>
            every {seconds} s
          </option>
        ))}
      </select>
    </div>
  );
}

/** The rest of it is left out where there is little room. */
function Once() {
  return (
    <span>
      Live<span class="once"> once listed</span>
    </span>
  );
}

function Export() {
  // In order only when that is wanted.
  const disabled = !matching.value.length;
  const part = partOf();
  const what = `Export what is shown${part ? `: the list is not whole (${part})` : ''}`;
  return (
    <div class="group" role="group" aria-label={what}>
      <button
        type="button"
        class="quiet"
        disabled={disabled}
        title={`${what}, as JSON`}
        onClick={() => exportRows(shown.value, 'json')}
      >
        <Download size={14} aria-hidden="true" />
        JSON
      </button>
      <button
        type="button"
        class="quiet"
        disabled={disabled}
        title={`${what}, as CSV`}
        onClick={() => exportRows(shown.value, 'csv')}
      >
        CSV
      </button>
    </div>
  );
}
