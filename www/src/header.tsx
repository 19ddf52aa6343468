import { Cloud, FlaskConical, KeyRound, Moon, Plus, Sun } from 'lucide-preact';
import { source } from './source.ts';
import { isDark, toggleTheme } from './theme.ts';

const SIGNS = { sandbox: FlaskConical, server: Cloud, key: KeyRound };

/** The page's name, where its batches come from, and what one can do anywhere. */
export function Header({ onConnect, onCreate }: { onConnect: () => void; onCreate: () => void }) {
  const from = source.value;
  const Sign = SIGNS[from?.kind ?? 'sandbox'];
  const Theme = isDark() ? Sun : Moon;
  return (
    <header class="top">
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
      <button type="button" class="source" onClick={onConnect} title="Where the batches come from">
        <Sign size={15} aria-hidden="true" />
        <span class="from">
          {from?.name ?? 'Starting'}
          {from?.kind === 'sandbox' && <small> made-up batches</small>}
        </span>
        <span class="act">Connect…</span>
      </button>
      <span class="space" />
      <button type="button" class="icon" aria-label={isDark() ? 'Light theme' : 'Dark theme'} onClick={toggleTheme}>
        <Theme size={18} aria-hidden="true" />
      </button>
      <button type="button" class="primary" disabled={!from} onClick={onCreate}>
        <Plus size={16} aria-hidden="true" />
        New batch
      </button>
    </header>
  );
}
