import { effect, signal } from '@preact/signals';
import { save, saved } from './settings.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');
const chosen = signal(saved('theme'));
const preferred = signal(dark.matches);
dark.addEventListener('change', () => (preferred.value = dark.matches));

/** Whether the page is dark: as chosen here, else as the system is. */
export function isDark(): boolean {
  return chosen.value ? chosen.value === 'dark' : preferred.value;
}

export function toggleTheme(): void {
  chosen.value = isDark() ? 'light' : 'dark';
  save('theme', chosen.value);
}

/** Keeps the page in its theme. */
export function startTheme(): void {
  effect(() => {
    document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light';
  });
}

/** What a colour of the style sheet comes to in the theme of now. Fills stay apart where the system forces colours. */
export function colour(name: string): string {
  const probe = document.body.appendChild(document.createElement('i'));
  if (name.endsWith('-fill')) probe.style.setProperty('forced-color-adjust', 'none');
  probe.style.color = `var(--${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
