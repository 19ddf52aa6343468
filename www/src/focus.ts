/** Takes the focus to the list, when what has it is about to go. */
export function focusList(): void {
  document.getElementById('batches')?.focus({ preventScroll: true });
}
