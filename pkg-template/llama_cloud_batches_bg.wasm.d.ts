// `WebAssembly.Module` where the TypeScript configuration knows it, as the DOM library and the types
// of Workers do, and those of Node.js do not: this package asks for none.
type Module = typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } } ? T : object;

/**
 * The wasm, compiled: what an import of this file gives where a bundler or a runtime takes wasm as
 * a module. `init` of `llama-cloud-batches/web` takes it.
 */
declare const wasm: Module;
export default wasm;
