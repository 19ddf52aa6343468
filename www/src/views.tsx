import { signal } from '@preact/signals';
import { Bookmark, Trash2 } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { goTo, viewQuery } from './address.ts';
import { CopyButton } from './copy.tsx';
import { Popover } from './popover.tsx';
import { save, saved, type SavedView } from './settings.ts';

/** Views that are always there. */
const STARTERS: readonly SavedView[] = [
  { name: 'Failed, last 24 hours', query: 'status=FAILED&created=24h' },
  { name: 'Why batches failed yesterday', query: 'created=yesterday&view=failures' },
  { name: 'What is under way', query: 'view=running' },
];

const views = signal<readonly SavedView[]>(saved('views') ?? []);
/** Whether they outlast this page. */
const isKept = signal(true);

/** Views with names: those of one's own are kept in this browser, and each is an address to share. */
export function ViewsMenu() {
  return (
    <Popover
      class="views"
      name="Saved views"
      label={
        <>
          <Bookmark size={15} aria-hidden="true" />
          Views
        </>
      }
    >
      {(close) => <Views close={close} />}
    </Popover>
  );
}

function Views({ close }: { close: () => void }) {
  const [name, setName] = useState('');
  useEffect(readAgain, []);
  const query = viewQuery();
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (!wanted) return;
    keep((before) => [...before.filter((each) => each.name !== wanted), { name: wanted, query }]);
    setName('');
  };
  return (
    <div class="saved">
      <ul>
        {[...views.value, ...STARTERS].map((view) => (
          <li key={view.name}>
            <a
              href={addressOf(view)}
              aria-current={view.query === query ? 'true' : undefined}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                goTo(view.query);
                close();
              }}
            >
              {view.name}
            </a>
            <CopyButton text={addressOf(view)} name={`the address of ${view.name}`} />
            {!STARTERS.includes(view) && (
              <button
                type="button"
                class="icon"
                aria-label={`Delete ${view.name}`}
                onClick={() => keep((before) => before.filter((each) => each.name !== view.name))}
              >
                <Trash2 size={13} aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <form onSubmit={onSubmit}>
        <input
          name="view-name"
          aria-label="Name of this view"
          placeholder="Name of this view"
          value={name}
          autocomplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <button type="submit" disabled={!name.trim()}>
          Save
        </button>
      </form>
      {isKept.value ? (
        <p class="faint">Saved in this browser. The address bar always holds the view, too.</p>
      ) : (
        <p class="wrong" role="alert">
          This browser could not save it: it is here until this page is closed. Copy its address instead.
        </p>
      )}
    </div>
  );
}

function keep(change: (before: readonly SavedView[]) => readonly SavedView[]): void {
  readAgain();
  views.value = change(views.value);
  isKept.value = save('views', [...views.value]);
}

/** Another tab may have saved some, or deleted them. */
function readAgain(): void {
  if (isKept.value) views.value = saved('views') ?? views.value;
}

function addressOf({ query }: SavedView): string {
  return `${location.origin}${location.pathname}?${query}`;
}
