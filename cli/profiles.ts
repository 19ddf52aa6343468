import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { cannotWrite, Failure } from './failure.ts';

/** The profile that is used if none is named and the environment has no key. */
export const DEFAULT_PROFILE = 'default';

const isWindows = process.platform === 'win32';

/** A key, and where it belongs. */
export interface Profile {
  apiKey: string;
  baseURL: string;
  project?: string;
  organization?: string;
}

/** The config file, which only its user can read. */
export class Profiles {
  readonly file: string;
  #all: Map<string, Profile>;

  private constructor(file: string, all: Map<string, Profile>) {
    this.file = file;
    this.#all = all;
  }

  /** Reads the config file; without one there are no profiles. */
  static async read(file = configFile()): Promise<Profiles> {
    try {
      const [text, { mode }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
      if (!isWindows && mode & 0o077) {
        throw new Failure(
          `${file} can be read by other users: run "chmod 600 ${file}", and consider replacing its API keys`,
        );
      }
      return new Profiles(file, parse(file, text));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Profiles(file, new Map());
      if (error instanceof Failure) throw error;
      throw new Failure(`cannot read ${file}: ${(error as Error).message}`);
    }
  }

  get(name: string): Profile | undefined {
    return this.#all.get(name);
  }

  get names(): string[] {
    return [...this.#all.keys()].sort();
  }

  set(name: string, profile: Profile): void {
    this.#all.set(name, profile);
  }

  delete(name: string): boolean {
    return this.#all.delete(name);
  }

  /** Writes the config file in one step, so that it is never half of one. */
  async save(): Promise<void> {
    const folder = path.dirname(this.file);
    const scratch = `${this.file}.${process.pid}.new`;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!isWindows) await chmod(folder, 0o700);
      const handle = await open(scratch, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify({ profiles: Object.fromEntries(this.#all) }, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(scratch, this.file);
    } catch (error) {
      await rm(scratch, { force: true });
      throw cannotWrite(this.file, error);
    }
  }
}

/** Where the config file is: in the user's config folder. */
function configFile(): string {
  const { XDG_CONFIG_HOME, APPDATA } = process.env;
  const folder = isWindows
    ? APPDATA || path.join(homedir(), 'AppData', 'Roaming')
    : XDG_CONFIG_HOME || path.join(homedir(), '.config');
  return path.join(folder, 'llama-cloud-batches', 'config.json');
}

/** What a config file holds. Messages never quote it, as it holds keys. */
function parse(file: string, text: string): Map<string, Profile> {
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isProfile = (value: unknown): value is Profile => {
    const { apiKey, baseURL, project, organization } = (value ?? {}) as Record<string, unknown>;
    return (
      isText(apiKey) && isText(baseURL) && [project, organization].every((each) => each === undefined || isText(each))
    );
  };
  let profiles: unknown;
  try {
    ({ profiles } = JSON.parse(text) as { profiles?: unknown });
  } catch {
    throw new Failure(`${file} is not JSON: correct it, or delete it and log in again`);
  }
  const entries = Object.entries((profiles ?? {}) as object);
  const [wrong] = entries.find(([, profile]) => !isProfile(profile)) ?? [];
  if (wrong !== undefined) {
    throw new Failure(
      `${file}: the profile ${wrong} needs an apiKey and a baseURL: log in again with --profile ${wrong}`,
    );
  }
  return new Map(entries as [string, Profile][]);
}
