import { signal } from '@preact/signals';
import { Code } from 'lucide-preact';
import { Later } from '../later.tsx';

/** Whether this view is shown as code. */
export const isCodeShown = signal(false);

const part = () => import('./dialog.tsx').then(({ CodeDialog }) => CodeDialog);

/** Shows this view as code, which comes when it is wanted. */
export function CodeButton() {
  return (
    <>
      <button type="button" class="code-button" aria-label="As code" onClick={() => (isCodeShown.value = true)}>
        <Code size={15} aria-hidden="true" />
        <span>As code</span>
      </button>
      {isCodeShown.value && <Later part={part} />}
    </>
  );
}
