import { Download, Pause, Play, RefreshCw, Search, X } from 'lucide-preact';
import { filters, pick, search, setPick, setSearch } from './address.ts';
import { download, toCSV, toJSON } from './export.ts';
import { focusList } from './focus.ts';
import { batches, number } from './format.ts';
import { listed, type Listing, listing, load, resume, stop, total } from './listing.ts';
import { interval, INTERVALS, live, wanted } from './live.ts';
import { rows, version } from './rows.ts';
import { source } from './source.ts';
import { describePick, shown } from './view.ts';

/** Over the table: search, how far the list is, live, export. */
export function Toolbar() {
  return (
    <div class="toolbar">
      <label class="search">
        <Search size={15} aria-hidden="true" />
        <span class="hidden">Search in what is listed</span>
        <input type="search" placeholder="Search ids, jobs…" value={search.value} autocomplete="off" spellcheck={false} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
      </label>
      {pick.value && (
        <button type="button" class="picked" onClick={showAll} aria-label={`${describePick(pick.value)}: show all again`}>
          {describePick(pick.value)}
          <X size={13} aria-hidden="true" />
        </button>
      )}
      <Progress />
      <span class="space" />
      <LiveSwitch />
      <Export />
    </div>
  );
}

function Progress() {
  void version.value;
  const { state } = listing.value;
  const fetched = rows().length;
  const all = total.value;
  const isWhole = state === 'done';
  const some = search.value || pick.value ? `, ${number(shown.value.length)} shown` : '';
  // What stands behind must not move under the pointer while the count grows.
  const steady = isWhole || all === undefined ? '' : `${2 * number(all).length + 3}ch`;
  const isKnown = all !== undefined || state === 'loading';
  return (
    <div class="progress" data-state={state}>
      <span class="counts" style={{ minWidth: steady }}>
        {isWhole ? batches(fetched) : all === undefined ? `${number(fetched)} fetched` : `${number(fetched)} of ${number(all)}`}
        {some}
      </span>
      <span class="hidden" role="status">
        {isWhole && `${batches(listed.value)} listed${some}`}
      </span>
      {!isWhole && isKnown && <progress aria-label="Fetched" max={all ?? 1} {...(all !== undefined && { value: fetched })} />}
      <Go state={state} />
    </div>
  );
}

/** The button goes, and the focus with it. */
function showAll(): void {
  focusList();
  setPick(undefined);
}

/** One button, so that the focus stays on it while the list comes, stops and goes on. */
function Go({ state }: { state: Listing['state'] }) {
  if (state === 'done') {
    return (
      <button type="button" class="icon" aria-label="List anew" title="List anew" onClick={() => source.value && load(source.value, filters.value)}>
        <RefreshCw size={14} aria-hidden="true" />
      </button>
    );
  }
  // Then the notice has the button.
  if (state === 'failed') return null;
  const isGoing = state === 'loading' || state === 'waiting';
  const Sign = isGoing ? Pause : Play;
  return (
    <button type="button" class="quiet" onClick={isGoing ? stop : resume}>
      <Sign size={14} aria-hidden="true" />
      {isGoing ? 'Stop' : 'Resume'}
    </button>
  );
}

function LiveSwitch() {
  const { state } = live.value;
  const waiting = wanted.value && listing.value.state !== 'done';
  const text = !wanted.value ? 'Paused' : waiting ? 'Live once listed' : { on: 'Live', off: 'Live', reconnecting: 'Reconnecting', ended: 'Not live' }[state];
  return (
    <div class="live" data-state={wanted.value ? state : 'paused'}>
      <button type="button" role="switch" aria-checked={wanted.value} aria-label={`Live updates: ${text}`} title={'problem' in live.value ? `${live.value.problem.title}. ${live.value.problem.hint}` : 'Live: what is new or changes shows by itself'} onClick={() => (wanted.value = !wanted.value)}>
        <i class="pulse" aria-hidden="true" />
        {text}
      </button>
      <select aria-label="How often to look" title="How often to look for changes" value={interval.value} onChange={({ currentTarget }) => (interval.value = Number(currentTarget.value))}>
        {INTERVALS.map((seconds) => (
          <option key={seconds} value={seconds}>
            every {seconds} s
          </option>
        ))}
      </select>
    </div>
  );
}

function Export() {
  const disabled = shown.value.length === 0;
  return (
    <div class="group" role="group" aria-label="Export what is shown">
      <button type="button" class="quiet" disabled={disabled} title="Export what is shown as JSON" onClick={() => download('batches.json', 'application/json', toJSON(shown.value))}>
        <Download size={14} aria-hidden="true" />
        JSON
      </button>
      <button type="button" class="quiet" disabled={disabled} title="Export what is shown as CSV" onClick={() => download('batches.csv', 'text/csv;charset=utf-8', toCSV(shown.value))}>
        CSV
      </button>
    </div>
  );
}
