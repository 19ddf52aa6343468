// The policy is in force: the page may compile wasm and nothing else.

try {
  new Function('');
  throw new Error('the page may compile JavaScript');
} catch (error) {
  if (!(error instanceof EvalError)) throw error;
}
