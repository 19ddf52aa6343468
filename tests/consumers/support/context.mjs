// What an environment runs with: its copy of the project, programs, browsers and the sandbox.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run, start } from './processes.mjs';
import { serveFolder } from './site.mjs';
import { copyProject, tool, versionOf } from './workspace.mjs';

/** Why an environment was not run: it is none of this machine's. */
export class NotRun extends Error {}

/** Runs one environment and gives the ids that it saw, by where it saw them; a mere judge sees none. */
export async function runEnvironment(environment, { browsers, sandbox }) {
  if (environment.judge) {
    await environment.judge({ run });
    return {};
  }
  const folder = await copyProject(environment);
  const env = {
    LLAMA_CLOUD_API_KEY: sandbox.key,
    LLAMA_CLOUD_BASE_URL: sandbox.url,
    ASTRO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    NUXT_TELEMETRY_DISABLED: '1',
    WRANGLER_SEND_METRICS: 'false',
    NO_COLOR: '1',
    CI: '1',
  };
  const ends = [];
  let hasEnded = false;
  /** Remembers how to end what was started; what is started too late, after a timeout, ends at once. */
  async function keep(started) {
    if (hasEnded) {
      await started.stop();
      throw new Error('the environment has ended');
    }
    ends.push(started.stop);
    return started;
  }
  const context = {
    folder,
    sandbox,
    env,
    /** Runs a program in the project; gives what it said. */
    run: (command, args, options) => run(command, args, { cwd: folder, ...options, env: { ...env, ...options?.env } }),
    /** Starts a server in the project; it ends with the environment. */
    async start(command, args, options) {
      return keep(await start(command, args, { cwd: folder, ...options, env: { ...env, ...options?.env } }));
    },
    /** Serves a folder of the project; with `api`, a proxy to it that adds its key. */
    async serve(below = '.', headers, api) {
      const site = await keep(await serveFolder(path.join(folder, below), headers, api));
      return site.url;
    },
    /** Opens a page in every browser; gives the ids seen by each. */
    open: (url) => browsers.open(withOptions(url, sandbox)),
    /** The result of `read(page)` gives in a tab of each browser, by the browser's name. */
    each: (read) => browsers.each(read),
    /** Opens a page that is nothing but a script of the project. */
    async openScript(script, type = 'module', headers) {
      await writeFile(
        path.join(folder, 'page.html'),
        `<!doctype html><script type="${type}" src="/${script}"></script>\n`,
      );
      return context.open(new URL('page.html', await context.serve('.', headers)));
    },
    /** What `fetch` gets from a server of the project: the ids, as JSON. */
    ask: (url) =>
      fetch(withOptions(url, sandbox), { signal: AbortSignal.timeout(60_000) }).then(async (response) =>
        JSON.parse(await answer(response)),
      ),
  };
  try {
    const seen = await environment.run(context);
    return Array.isArray(seen) ? { '': seen } : seen;
  } finally {
    hasEnded = true;
    for (const end of ends.reverse()) await end();
  }
}

/** The ids in what a program said. */
export function idsIn(said) {
  const line = /^\W*ids (\[.*\])\s*$/m.exec(said);
  if (!line) throw new Error(`no ids in: ${said}`);
  return JSON.parse(line[1]);
}

/** Node.js of a version that the lock file names, such as `24`; this one, if it is one of these. */
export function nodeOf(version) {
  if (versionOf(`node-${version}`)) return tool(`node-${version}`, 'bin/node');
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  throw new NotRun(`there is no Node.js ${version} here`);
}

/** Node.js for tools that need a recent one: that of the lock file, or this one. */
export function recentNode() {
  if (versionOf('node-24')) return tool('node-24', 'bin/node');
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 22)) return process.execPath;
  throw new NotRun(`it needs Node.js 22.22, and this is ${process.versions.node}`);
}

/** The program of a package that comes in one for each platform. */
export function binaryOf(packages, file) {
  const name = packages.find(versionOf);
  if (!name) throw new NotRun(`there is none of ${packages.join(', ')} here`);
  return tool(name, process.platform === 'win32' ? `${file}.exe` : file);
}

function withOptions(url, { url: baseURL, key: apiKey }) {
  const address = new URL(url);
  address.searchParams.set('baseURL', baseURL);
  address.searchParams.set('apiKey', apiKey);
  return address.href;
}

async function answer(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text.slice(0, 2_000)}`);
  return text;
}
