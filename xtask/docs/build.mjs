// The API reference of the package's declarations, for people: node xtask/docs/build.mjs
// A symbol without documentation is an error, as is anything else that TypeDoc warns of.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Application, Comment, OptionDefaults, ReflectionKind } from 'typedoc';

const root = path.join(import.meta.dirname, '..', '..');
// TypeDoc takes patterns, in which a backslash is no separator, on Windows either.
const inRoot = (file) => path.join(root, file).replaceAll(path.sep, '/');

const ENTRIES = {
  index: ['', 'The package: the client, its batches, its errors, and every type.'],
  web: ['/web', 'The same with its wasm as a file of its own, which `init` loads.'],
  sandbox: ['/sandbox', 'The embedded LlamaCloud, as a function from a request to a response.'],
  'sandbox-node': ['/sandbox/node', 'The embedded LlamaCloud as a server on loopback.'],
  proxy: ['/proxy', 'A proxy for your own server, which adds the API key for your pages.'],
  'llama_cloud_batches_bg.wasm': [
    '/llama_cloud_batches_bg.wasm',
    'The wasm by itself, for what loads it in a way of its own.',
  ],
};

const { name, version } = JSON.parse(await readFile(inRoot('pkg/package.json'), 'utf8'));
const app = await Application.bootstrap({
  name: `${name} ${version}`,
  entryPoints: Object.keys(ENTRIES).map((entry) => inRoot(`pkg/dist/${entry}.d.ts`)),
  tsconfig: path.join(import.meta.dirname, 'tsconfig.json'),
  out: inRoot('target/docs/js'),
  readme: inRoot('README.md'),
  projectDocuments: ['CONTRIBUTING.md', 'CHANGELOG.md'].map(inRoot),
  highlightLanguages: [...OptionDefaults.highlightLanguages, 'rust', 'toml'],
  disableSources: true,
  validation: { notDocumented: true },
  // How the host's types are found, which no caller needs.
  intentionallyNotExported: ['Host', 'Init', 'Module'],
});
const project = await app.convert();
if (project) {
  for (const module of project.children) {
    const [below, summary] = ENTRIES[module.name];
    module.name = name + below;
    module.comment = new Comment([{ kind: 'text', text: summary }]);
  }
  app.options.setValue('intentionallyNotDocumented', partsOfAliases(project));
  app.validate(project);
}
if (!project || app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
await app.generateOutputs(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);

/** What is in the literals that a type alias names: the alias's documentation tells of it. */
function partsOfAliases({ reflections }) {
  const { Method, Property, TypeAlias, TypeLiteral } = ReflectionKind;
  const parts = Object.values(reflections).filter(
    ({ kind, parent }) => kind & (Method | Property) && parent.kind === TypeLiteral && parent.parent.kind === TypeAlias,
  );
  return [...new Set(parts.filter((part) => !part.hasComment()).map((part) => part.getFullName()))];
}
