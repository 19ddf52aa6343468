import { open, readFile, rm } from 'node:fs/promises';
import { cannotWrite, Failure } from './failure.ts';

/** Runs `work` while no other process does the same for this file; a process that is gone holds no lock. */
export async function withLock(file: string, work: () => Promise<void>): Promise<void> {
  const lock = `${file}.lock`;
  await acquire(lock, file);
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function acquire(lock: string, file: string): Promise<void> {
  for (;;) {
    try {
      const handle = await open(lock, 'wx');
      await handle.writeFile(String(process.pid));
      return handle.close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(file, error);
    }
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (isRunning(owner)) throw new Failure(`process ${owner} is writing ${file}: wait for it, or choose another file`);
    await rm(lock, { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (!pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
