// What frees what Rust holds for an object that is gone. Workers with an old compatibility date have none.

export const Registry =
  globalThis.FinalizationRegistry ??
  class {
    register() {}
    unregister() {}
  };
