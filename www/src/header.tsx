import { Bell, BellOff, Cloud, FlaskConical, Keyboard, KeyRound, Moon, Plus, Sun } from 'lucide-preact';
import { linkTo, setView, type View, view, VIEWS } from './address.ts';
import { canNotify, notifies, toggleNotifications } from './alerts.ts';
import { showKeys } from './keys.tsx';
import { tell } from './news.tsx';
import { source } from './source.ts';
import { isDark, toggleTheme } from './theme.ts';

const SIGNS = { sandbox: FlaskConical, server: Cloud, key: KeyRound };

const VIEW_NAMES: Record<View, string> = { batches: 'Batches', failures: 'Failures', running: 'Running' };

/** The page's name, where its batches come from, and what one can do anywhere. */
export function Header({ onConnect, onCreate }: { onConnect: () => void; onCreate: () => void }) {
  const from = source.value;
  const Sign = SIGNS[from?.kind ?? 'sandbox'];
  const Theme = isDark() ? Sun : Moon;
  return (
    <header class="top">
      <div class="inner">
        <h1>
          <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
            <rect width="32" height="32" rx="8" class="mark" />
            <path d="M8 11h16M8 16h11M8 21h6" class="lines" />
            <circle cx="23" cy="21" r="2.6" class="dot" />
          </svg>
          <span class="name">
            <span class="of">LlamaCloud </span>batches
          </span>
        </h1>
        <nav aria-label="Views of the batches">
          {VIEWS.map((each) => (
            <a
              key={each}
              href={linkTo({ view: each === 'batches' ? undefined : each })}
              aria-current={view.value === each ? 'page' : undefined}
              onClick={(event) => go(event, each)}
            >
              {VIEW_NAMES[each]}
            </a>
          ))}
        </nav>
        <button type="button" class="source" onClick={onConnect} title="Where the batches come from">
          <Sign size={15} aria-hidden="true" />
          <span class="from">
            {from?.name ?? 'Starting'}
            {from?.kind === 'sandbox' && <small> made-up batches</small>}
          </span>
          <span class="act">Connect…</span>
        </button>
        <span class="space" />
        {canNotify && <Notify />}
        <button type="button" class="icon keys" aria-label="Keys" onClick={showKeys}>
          <Keyboard size={18} aria-hidden="true" />
        </button>
        <button type="button" class="icon" aria-label={isDark() ? 'Light theme' : 'Dark theme'} onClick={toggleTheme}>
          <Theme size={18} aria-hidden="true" />
        </button>
        <button type="button" class="primary" disabled={!from} onClick={onCreate}>
          <Plus size={16} aria-hidden="true" />
          New batch
        </button>
      </div>
    </header>
  );
}

function Notify() {
  const Sign = notifies.value ? Bell : BellOff;
  const name = notifies.value ? 'Do not notify me of failures' : 'Notify me of failures';
  const onClick = async () => {
    const problem = await toggleNotifications();
    tell(
      problem ?? (notifies.value ? 'Failures are notified while this page is open' : 'Failures are no longer notified'),
    );
  };
  return (
    <button
      type="button"
      class="icon notify"
      aria-label={name}
      aria-pressed={notifies.value}
      title={name}
      onClick={onClick}
    >
      <Sign size={18} aria-hidden="true" />
    </button>
  );
}

function go(event: MouseEvent, to: View): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  setView(to);
}
