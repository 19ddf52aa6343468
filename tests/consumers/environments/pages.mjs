const IN_PAGE = '`import` of `dist/index.js`, no bundler';

/** Pages and workers that nothing bundles, and service workers. */
export const pages = [
  page('Plain page', 'page.js', '`<script type="module">`, `import` of `dist/index.js`'),
  {
    name: 'Plain page with an import map',
    project: 'plain',
    imports: '`import` by the name',
    isPage: true,
    run: async ({ serve, open }) => open(new URL('import-map.html', await serve())),
  },
  page('Plain page, `./web`', 'web.js', '`import` of `dist/web.js`, which fetches the `.wasm` beside it'),
  page(
    'Plain page, strict policy',
    'strict.js',
    "`script-src 'self' 'wasm-unsafe-eval'` and the connection to the API",
    strict(''),
  ),
  page(
    'Plain page, strict policy, `./web`',
    'strict-web.js',
    "the same and `connect-src 'self'`, for the `.wasm`",
    strict("'self'"),
  ),
  page('Module worker', 'page-with-worker.js', IN_PAGE),
  page('Service worker, module', 'page-with-service-worker.js', IN_PAGE),
  {
    name: 'Service worker, classic',
    project: 'esbuild',
    uses: ['esbuild'],
    imports: '`import`, bundled into a classic script',
    isPage: true,
    async run({ run, openScript }) {
      await run(process.execPath, ['build.js']);
      return openScript('dist/page-with-service-worker.js');
    },
  },
];

/** The least that the package needs. */
function strict(own) {
  return ({ url }) => ({
    'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ${own} ${url}; img-src 'self'`, // the last for the icon that browsers ask for
  });
}

function page(name, script, imports, headers) {
  return {
    name,
    project: 'plain',
    imports,
    isPage: true,
    run: (context) => context.openScript(script, 'module', headers?.(context.sandbox)),
  };
}
