import path from 'node:path';

// Next itself is installed two folders up.
const root = path.join(import.meta.dirname, '..', '..');

export default { turbopack: { root }, outputFileTracingRoot: root };
