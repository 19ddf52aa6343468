// What survives a reload, in local storage: looks and habits. An API key never comes here.

const PLACE = 'llama-cloud-batches';

/** A view with the name that it was saved by. */
export interface SavedView {
  name: string;
  /** The address's query, without the question mark. */
  query: string;
}

interface Settings {
  theme: 'light' | 'dark';
  /** How often to poll, in seconds. */
  interval: number;
  /** The columns that are hidden. */
  hidden: string[];
  /** Where the batches came from last, where that was a server with a typed key. */
  baseURL: string;
  /** Whether the page was connected there with a key when it was left. */
  wasConnected: boolean;
  /** Requests a minute. */
  rate: number;
  notify: boolean;
  views: SavedView[];
}

const isText = (value: unknown) => typeof value === 'string';
// biome-ignore lint/suspicious/noExplicitAny: what was stored may be anything.
const FITS: { [Name in keyof Settings]: (value: any) => boolean } = {
  theme: (value) => value === 'light' || value === 'dark',
  interval: (value) => Number.isInteger(value) && value > 0,
  hidden: (value) => Array.isArray(value) && value.every(isText),
  baseURL: (value) => isText(value) && URL.canParse(value),
  wasConnected: (value) => typeof value === 'boolean',
  rate: (value) => Number.isInteger(value) && value > 0,
  notify: (value) => typeof value === 'boolean',
  views: (value) => Array.isArray(value) && value.every((each) => isText(each?.name) && isText(each?.query)),
};

/** What was saved by this name, if it can be read and makes sense. */
export function saved<Name extends keyof Settings>(name: Name): Settings[Name] | undefined {
  const value = readAll()[name];
  return value !== undefined && FITS[name](value) ? value : undefined;
}

/** Saves a setting; none removes it. Returns whether it outlasts the page: storage may be denied, or full. */
export function save<Name extends keyof Settings>(name: Name, value: Settings[Name] | undefined): boolean {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ ...readAll(), [name]: value }));
    return true;
  } catch {
    return false;
  }
}

function readAll(): Partial<Settings> {
  try {
    const there: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '{}');
    return typeof there === 'object' && there !== null ? there : {};
  } catch {
    return {};
  }
}
