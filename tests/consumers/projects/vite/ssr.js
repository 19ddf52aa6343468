// Loads a module of the server by Vite's development server, as frameworks do.

import { createServer } from 'vite';

const vite = await createServer({ configFile: process.argv[2], server: { middlewareMode: true }, appType: 'custom' });
await vite.ssrLoadModule('/shared/server.js');
await vite.close();
