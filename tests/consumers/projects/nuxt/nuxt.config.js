export default defineNuxtConfig({
  compatibilityDate: '2026-10-01',
  telemetry: false,
  // `shared` is no folder of Nuxt's here.
  dir: { shared: 'none' },
  nitro: {
    // Cloudflare takes wasm as a file, which Nitro imports only if it may.
    experimental: { wasm: true },
    cloudflare: { deployConfig: true, wrangler: { name: 'consumer' } },
  },
});
