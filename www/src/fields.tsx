import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A field with its label, what it is for, and what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: string;
  error?: string | undefined;
  children: (props: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ComponentChildren;
}) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div class="field" data-wrong={error !== undefined || undefined}>
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': about, 'aria-invalid': error !== undefined })}
      <small id={about} role={error ? 'alert' : undefined}>
        {error ?? hint ?? ''}
      </small>
    </div>
  );
}

/** Focuses the first field that is wrong. */
export function focusWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
