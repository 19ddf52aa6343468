// Runs programs: a server, the hosts, and rounds in which every contestant has its turn.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { files, openChromium } from './hosts/chromium.mjs';
import { install, openNode } from './hosts/node.mjs';

/** What it takes to measure; `close` ends it. */
export async function openBench() {
  await install();
  const server = fork(path.join(import.meta.dirname, 'server.mjs'), [files]);
  const [{ port }] = await once(server, 'message');
  const hosts = { node: await openNode(), chromium: await openChromium() };
  return {
    hosts,
    origin: `http://127.0.0.1:${port}`,
    /** How many pages were requested since the last time. */
    async asked() {
      const answer = once(server, 'message');
      server.send('asked');
      const [{ asked }] = await answer;
      return asked;
    },
    async close() {
      await Promise.all(Object.values(hosts).map((host) => host.close()));
      const ended = once(server, 'exit');
      server.disconnect();
      await ended;
    },
  };
}

/** The rounds of a program in a host. The round before the first warms caches up and does not count. */
export async function runRounds(bench, host, program, pairs, tell) {
  const rounds = [];
  const last = pairs * (program.repeat ?? 1);
  await runRound(bench, host, program, 0, (who) => tell(`warming up, ${who}`));
  for (let round = 1; round <= last; round++) {
    rounds.push(await runRound(bench, host, program, round, (who) => tell(`round ${round} of ${last}, ${who}`)));
  }
  return rounds;
}

/** What every contestant measured in a round, by name. They take turns at being first. */
export async function runRound(bench, host, program, round, tell = () => {}) {
  const values = {};
  for (const contestant of inTurn(program.contestants, round)) {
    tell(contestant.name);
    values[contestant.name] = await runOnce(bench, host, program, contestant);
  }
  return values;
}

/** What one contestant measured, once; an error unless it saw every item. */
async function runOnce(bench, host, { name, program = name, settings }, { name: who, client, options }) {
  const { skew = 1, latency, bounds, ...rest } = settings;
  const list = `/${settings.items}/${skew}/${latency}`;
  await bench.asked();
  const task = { program, client, options, list, bounds: bounds?.(settings.items), ...rest };
  const values = await bench.hosts[host].measure(bench.origin, task);
  if (values.items !== settings.items)
    throw new Error(`${name}, ${who}: ${values.items} items instead of ${settings.items}`);
  return { ...values, asked: await bench.asked() };
}

/** Everyone once, from another one on and in the other direction each round. */
function inTurn(contestants, round) {
  const from = round % contestants.length;
  const turned = [...contestants.slice(from), ...contestants.slice(0, from)];
  return round % 2 ? turned.reverse() : turned;
}
