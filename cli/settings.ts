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
}

/**
 * Finds the key and its server. The profile that --profile names comes first, then the environment, then
 * the profile `default`; a server in the options replaces that of each.
 */
export async function findSettings(options: SettingsOptions): Promise<Settings> {
  const chosen = options.baseUrl ?? (options.region && REGIONS[options.region]);
  const ofEnvironment = variable('LLAMA_CLOUD_BASE_URL');
  const apiKey = environmentKey();
  if (options.profile === undefined && apiKey !== undefined) {
    const { project, organization } = options;
    return { apiKey, baseURL: chosen ?? ofEnvironment ?? REGIONS.us, project, organization };
  }
  const name = options.profile ?? DEFAULT_PROFILE;
  const profiles = await Profiles.read();
  const profile = profiles.get(name);
  if (!profile) {
    const said = `${noProfile(name, profiles.names)}: make it with "llama-cloud-batches login --profile ${name}"`;
    throw new Failure(options.profile === undefined ? NO_KEY : said);
  }
  return {
    apiKey: profile.apiKey,
    baseURL: chosen ?? (options.profile === undefined ? ofEnvironment : undefined) ?? profile.baseURL,
    project: options.project ?? profile.project,
    organization: options.organization ?? profile.organization,
    profile: name,
  };
}

/** The key of the environment. */
export function environmentKey(): string | undefined {
  return variable('LLAMA_CLOUD_API_KEY') ?? variable('LLAMA_PARSE_API_KEY');
}

export function noProfile(name: string, names: string[]): string {
  const others = names.length ? `there are ${names.join(', ')}` : 'there are none';
  return `there is no profile ${name} (${others})`;
}

const NO_KEY =
  'no API key: run "llama-cloud-batches login", set LLAMA_CLOUD_API_KEY, or try --sandbox, which needs no key';

function variable(name: string): string | undefined {
  return process.env[name]?.trim() || undefined;
}
