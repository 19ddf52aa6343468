// Edits of generated text.

/**
 * Replaces every match of `pattern` in `text`. Without a match it throws, so that a new version of
 * what wrote the text cannot undo an edit unnoticed.
 */
export function replace(text, pattern, replacement) {
  const replaced = text.replaceAll(pattern, replacement);
  if (replaced === text)
    throw new Error(
      `${pattern} matches nothing any more: adapt the pattern, or remove it if its text is gone for good`,
    );
  return replaced;
}
