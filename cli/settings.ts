import { Failure } from './failure.ts';
import { DEFAULT_PROFILE, Profiles } from './profiles.ts';

/** The servers of LlamaCloud, by region. */
export const REGIONS = { us: 'https://api.cloud.llamaindex.ai', eu: 'https://api.cloud.eu.llamaindex.ai' } as const;
export type Region = keyof typeof REGIONS;

/** The options that choose a server and a key. */
export interface SettingsOptions {
  profile?: string;
  region?: Region;
  baseUrl?: string;
  project?: string;
  organization?: string;
}

/** A key, and the server that it is sent to. */
export interface Settings {
  apiKey: string;
  baseURL: string;
  project?: string | undefined;
  organization?: string | undefined;
  /** The profile that the key is from; undefined for the environment. */
  profile?: string;
  /** What the user calls the key and the server. */
  called?: { apiKey: string; baseURL: string };
}

/**
 * Finds the key and its server. The profile that --profile names comes first, then the environment, then
 * the profile `default`; a server in the options replaces that of each.
 */
export async function findSettings(options: SettingsOptions): Promise<Settings> {
  const chosen = options.baseUrl ?? (options.region && REGIONS[options.region]);
  const ofEnvironment = variable(SERVER);
  const apiKey = environmentKey();
  if (options.profile === undefined && apiKey !== undefined) {
    const { project, organization } = options;
    const called = { apiKey: KEYS.find(variable) ?? '', baseURL: chosen ? '--base-url' : SERVER };
    return { apiKey, baseURL: chosen ?? ofEnvironment ?? REGIONS.us, project, organization, called };
  }
  const name = options.profile ?? DEFAULT_PROFILE;
  const profiles = await Profiles.read();
  const profile = profiles.get(name);
  if (!profile) {
    const said = `${noProfile(name, profiles.names)}: make it with "llama-cloud-batches login --profile ${name}"`;
    throw new Failure(options.profile === undefined ? NO_KEY : said);
  }
  const replaced = options.profile === undefined ? ofEnvironment : undefined;
  const called = (part: string) => `the ${part} of the profile ${name}`;
  return {
    apiKey: profile.apiKey,
    baseURL: chosen ?? replaced ?? profile.baseURL,
    called: { apiKey: called('apiKey'), baseURL: chosen ? '--base-url' : replaced ? SERVER : called('baseURL') },
    project: options.project ?? profile.project,
    organization: options.organization ?? profile.organization,
    profile: name,
  };
}

/** The key of the environment. */
export function environmentKey(): string | undefined {
  return KEYS.map(variable).find((key) => key !== undefined);
}

export function noProfile(name: string, names: string[]): string {
  const others = names.length ? `there are ${names.join(', ')}` : 'there are none';
  return `there is no profile ${name} (${others})`;
}

const KEYS = ['LLAMA_CLOUD_API_KEY', 'LLAMA_PARSE_API_KEY'];
const SERVER = 'LLAMA_CLOUD_BASE_URL';
const NO_KEY =
  'no API key: run "llama-cloud-batches login", set LLAMA_CLOUD_API_KEY, or try --sandbox, which needs no key';

function variable(name: string): string | undefined {
  return process.env[name]?.trim() || undefined;
}
