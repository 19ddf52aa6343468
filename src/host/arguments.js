// Reading what a caller passes: it may be any value, getters and proxies may throw, and every error
// names the argument. What an operation takes is said in Rust, in a table: `name:type name:type`. After
// the type, environment variables may stand that are read if the argument is absent.

import { orUndefined } from './environment.js';

const MAX_SAFE_TIMEOUT = 2 ** 31 - 1;
const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/i;

/** The levels of the log, by the numbers that Rust knows; each but the first is a method of the logger, too. */
export const LOG_LEVELS = ['off', 'error', 'warn', 'info', 'debug'];

const OWN_FETCH_OPTIONS = ['method', 'headers', 'body', 'signal'];

/** Whether a stack leads through promises to the caller: those of V8 do, and begin like this. */
const FOLLOWS_PROMISES = /^Error/.test(new Error().stack);

/** What a table makes of the caller's object. */
export class Arguments {
  #values = {
    __proto__: null,
    // By name what the caller or the environment gave, as it was.
    given: {},
    // Where the caller is, if errors cannot tell later.
    caller: FOLLOWS_PROMISES ? undefined : new Error().stack,
  };
  #table;

  constructor(table) {
    this.#table = table;
  }

  /** The values by name, without those that are absent. */
  get values() {
    return this.#values.deref?.() ?? this.#values;
  }

  /**
   * Gives the values to the one who holds them from now on. What Rust holds, no garbage collector sees through: a
   * function of the caller's that leads back to its client would keep both for good.
   */
  release() {
    const { values } = this;
    // Old edge runtimes have no weak references.
    if (globalThis.WeakRef) this.#values = new WeakRef(values);
    return values;
  }

  /** A number, or a boolean that becomes one. */
  number(name, otherwise) {
    return this.values[name] ?? otherwise;
  }

  string(name) {
    return this.values[name];
  }

  /** Names and values in turn. */
  pairs(name) {
    return this.values[name] ?? [];
  }

  /** Sets what the options of a client come to, with the environment and the defaults. */
  resolve(baseURL, timeout, maxRetries, level) {
    Object.assign(this.values, { baseURL, timeout, maxRetries, logLevel: LOG_LEVELS[level] });
    this.values.logger ??= console;
    // What is no level is told of once.
    this.values.given.logLevel = this.values.logLevel;
  }

  /** What was given, with the changes of `options`, of which null and undefined say nothing. */
  merge(options) {
    const names = namesOf('options', options);
    const { given } = this.values;
    const known = Object.keys(given);
    return Object.fromEntries([...names, ...known].map((name) => [name, valueOf(options, name, names) ?? given[name]]));
  }

  /** The names and values for the query, in turn and in the caller's order. */
  get query() {
    return this.#table.flatMap(([name, type]) => {
      const values = QUERY_TYPES.includes(type) ? [this.values[name] ?? []].flat() : [];
      return values.flatMap((value) => [name, String(value)]);
    });
  }

  /** The JSON of what belongs into the body, with the fields of `options.body`; undefined if it cannot be written as JSON. */
  json(options) {
    const body = {};
    for (const [name, type] of this.#table) if (type === 'json') body[name] = this.values[name];
    try {
      const json = JSON.stringify({ ...body, ...options.values.body });
      // What is checked is what is sent: getters and `toJSON` have run.
      this.body = { __proto__: null, ...JSON.parse(json) };
      return json;
    } catch {}
  }

  /**
   * Puts the headers of `name` into `headers`: each replaces a default of that name; named again, it has two values;
   * null removes what it has so far. Returns the name of one that is invalid.
   */
  mergeHeaders(headers, name) {
    const own = this.pairs(name);
    const seen = new Set();
    let current = '';
    try {
      for (let at = 0; at < own.length; at += 2) {
        const value = own[at + 1];
        const key = (current = own[at]).toLowerCase();
        if (value === null || !seen.has(key)) headers.delete(key);
        if (value !== null) headers.append(key, value);
        seen.add(key);
      }
    } catch {
      return current;
    }
  }
}

/** Reads `value`, called `what` in errors, by a table; a text if something is wrong. */
export function readArguments(what, value, table) {
  try {
    return read(what, value, table);
  } catch (error) {
    return error instanceof InvalidArgument ? error.message : `${what} could not be read`;
  }
}

class InvalidArgument {
  constructor(message) {
    this.message = message;
  }
}

function read(what, value, text) {
  const table = text.match(/\S+/g).map((entry) => entry.split(':'));
  const known = table.map(([name]) => name);
  const result = new Arguments(table);
  const names = namesOf(what, value);
  for (const name of names) {
    if (!known.includes(name)) throw new InvalidArgument(`${what}.${name} is not known${didYouMean(name, known)}`);
  }
  // In the caller's order, which is that of the query and the body.
  table.sort(([one], [other]) => names.indexOf(one) - names.indexOf(other));
  for (const [name, type, ...variables] of table) {
    let where = `${what}.${name}`;
    let given = orInvalid(() => valueOf(value, name, names), `${where} could not be read`);
    // Of an address alone, null says not to ask the environment.
    const isDefault = type === 'url' && (given === null || given === '');
    if (isAbsent(given) && !isDefault) {
      where = variables.find(env);
      given = env(where);
    }
    result.values.given[name] = given;
    if (isAbsent(given) || isDefault || (type === 'cursor' && given === '')) continue;
    const [convert, rule] = TYPES[type];
    const message = `${where} must be ${rule}`;
    const converted = orInvalid(() => convert(given, where, value), message);
    if (converted === undefined) throw new InvalidArgument(message);
    result.values[name] = converted;
  }
  return result;
}

/** The argument `name` of `value`, whose own names are `names`. What somebody put on every object is none. */
function valueOf(value, name, names) {
  const given = value?.[name];
  return given === Object.prototype[name] && !names.includes(name) ? undefined : given;
}

/** Returns an environment variable, or undefined if unset, blank or not accessible. */
function env(name) {
  return orUndefined(() => globalThis.process?.env?.[name]?.trim() || undefined);
}

/** The types of parameters for the query. */
const QUERY_TYPES = ['string', 'cursor', 'strings', 'time', 'count'];

const STRING = [string, 'a string that is not empty'];

/** What each type makes of a value (undefined if it is wrong), and what it must be. */
const TYPES = {
  json: [any],
  string: STRING,
  cursor: STRING,
  strings: [
    only((value) => Array.isArray(value) && value.every((each) => each && typeof each === 'string')),
    'an array of strings',
  ],
  time: [
    (value) => {
      // Anything with `toISOString` is a date: of any realm, and of the common libraries.
      const iso = typeof value === 'string' ? value : value.toISOString();
      return ISO_8601.test(iso) && Number.isFinite(Date.parse(iso)) ? iso : undefined;
    },
    'a Date or an ISO 8601 date',
  ],
  apiKey: [apiKey, STRING[1]],
  url: [baseURL, 'an http or https URL without query'],
  path: [only((value) => /^\/[^?#]*$/.test(string(value))), 'a path such as /api/v2/batches'],
  fields: [(value, where) => ownKeys(where, value) && value],
  ignored: [any],
  logLevel: [logLevel, 'a level, and options.logger an object'],
  headerLines: [headerLines],
  integer: integer(0),
  positive: integer(1),
  count: integer(1),
  limit: [
    (value) => (value === Infinity ? value : integer(1)[0](value)),
    'a whole number above 0, or Infinity for no limit',
  ],
  readAhead: [only((value) => value === 0 || value === 1), '0 or 1'],
  concurrency: integer(1, 16),
  // What a timer cannot hold, more than 24 days, is no limit.
  milliseconds: [
    (value) => {
      if (typeof value !== 'number' || !(value > 0)) return undefined;
      return value > MAX_SAFE_TIMEOUT ? Infinity : Math.ceil(value);
    },
    'a number of milliseconds above 0',
  ],
  function: [only((value) => typeof value === 'function'), 'a function'],
  object: [object, 'an object'],
  boolean: [only((value) => typeof value === 'boolean'), 'true or false'],
  signal: [signal, 'an AbortSignal'],
  headers: [(value, where) => object(value) && headers(value, where), 'an object'],
  query: [(value, where) => object(value) && query(value, where), 'an object'],
  fetchOptions: [(value, where) => object(value) && fetchOptions(value, where), 'an object'],
};

function any(value) {
  return value;
}

/** What passes values of which `test` is true. */
function only(test) {
  return (value) => (test(value) ? value : undefined);
}

/** A URL cannot hold half a character: encoding it throws. */
function string(value) {
  return typeof value === 'string' && value.trim() && encodeURIComponent(value) ? value : undefined;
}

/** The key as a header holds it. The error must not show it. */
function apiKey(value, where) {
  if (!string(value)) return undefined;
  if (!/^[\t\x20-\x7e\x80-\xff]+$/.test(value.trim()))
    throw new InvalidArgument(`${where} contains invalid characters`);
  return value.trim();
}

/**
 * The absolute form of a base URL without a slash at its end; in a page it may be relative to the page.
 * Undefined if it is not http(s), or holds more than an address.
 */
function baseURL(value) {
  const { href, protocol, username, password, search, hash } = new URL(value, globalThis.location?.href);
  const isPlain = /^https?:$/.test(protocol) && !(username || password || search || hash);
  return isPlain ? href.replace(/[/?#]+$/, '') : undefined;
}

/** What is not a level is no reason to fail. */
function logLevel(value, where, options) {
  const level = LOG_LEVELS.indexOf(value);
  if (level >= 0) return level;
  (options?.logger ?? console).warn(
    `llama-cloud-batches: ${where} must be off, error, warn, info or debug; it is ignored`,
  );
  return LOG_LEVELS.indexOf('warn');
}

/** Headers of the environment, `Name: value` in a line each, as names and values in turn: of a name, the last. */
function headerLines(value) {
  const lines = value.matchAll(/^([^:\n]+):(.*)$/gm);
  return [...lines].flatMap(([, name, text]) => [name.trim(), null, name.trim(), text.trim()]);
}

function object(value) {
  return typeof value === 'object' ? value : undefined;
}

function integer(least, most = MAX_SAFE_TIMEOUT) {
  return [
    only((value) => Number.isInteger(value) && value >= least && value <= most),
    `a whole number from ${least} to ${most}`,
  ];
}

/** A signal of any realm or library, which must take listeners. */
function signal(value) {
  const listener = () => {};
  const { aborted } = value;
  if (aborted === true) return value;
  value.addEventListener('abort', listener);
  value.removeEventListener('abort', listener);
  return aborted === false ? value : undefined;
}

/** `Headers`, pairs, or an object of strings or arrays of them, as names and values in turn. */
function headers(given, where) {
  const message = `${where} must be headers`;
  const [entries, isObject] = orInvalid(
    () => (Symbol.iterator in given ? [[...given]] : [ownKeys(where, given).map((name) => [name, given[name]]), true]),
    message,
  );
  return entries.flatMap((entry) => {
    const [name, value] = orInvalid(() => [entry[0], entry[1]], message);
    if (typeof name !== 'string') throw new InvalidArgument(message);
    const values = [value].flat().filter((each) => each !== undefined);
    if (values.some((each) => each !== null && typeof each !== 'string'))
      throw new InvalidArgument(`${where}.${name} must be a string or null`);
    // In an object, a name stands once: in another case, the last one counts.
    if (isObject && values.length) values.unshift(null);
    return values.flatMap((each) => [name, each]);
  });
}

/** Query parameters as names and values in turn; a null value removes the parameter. */
function query(given, where) {
  return ownKeys(where, given).flatMap((name) => {
    const message = `${where}.${name} must be text, a number, a Date or null`;
    return orInvalid(() => {
      const values = given[name];
      if (isAbsent(values) || (Array.isArray(values) && !values.length)) return [name, null];
      return [values].flat().flatMap((value) => {
        if (!/^(string|number|boolean|bigint|object)$/.test(typeof value)) throw value;
        const text = String(typeof value === 'object' ? value.toISOString() : value);
        encodeURIComponent(text);
        return [name, text];
      });
    }, message);
  });
}

function fetchOptions(given, where) {
  const own = ownKeys(where, given).find((name) => OWN_FETCH_OPTIONS.includes(name));
  if (own) throw new InvalidArgument(`${where} cannot hold ${own}; it has an option of its own`);
  return { ...given };
}

/** Those of arguments that may be absent. */
function namesOf(what, value) {
  return isAbsent(value) ? [] : ownKeys(what, value);
}

/** The own names of a plain object. Arrays, maps, promises and the like hold what names do not show, so they are refused. */
function ownKeys(what, value) {
  return orInvalid(() => {
    const names = Reflect.ownKeys(value).filter((name) => typeof name === 'string');
    const isOpaque = Symbol.iterator in value || (!names.length && {}.toString.call(value) !== '[object Object]');
    if (typeof value !== 'object' || isOpaque) throw value;
    return names;
  }, `${what} must be a plain object`);
}

/** What `work` returns. If it throws anything but an `InvalidArgument`, `message` is wrong. */
function orInvalid(work, message) {
  try {
    return work();
  } catch (error) {
    throw error instanceof InvalidArgument ? error : new InvalidArgument(message);
  }
}

function isAbsent(value) {
  return value === undefined || value === null;
}

/** Suggests the known name that `name` most likely meant: the same but for case and underscores, or at most two letters off. */
function didYouMean(name, known) {
  const bare = (text) => text.replaceAll('_', '').toLowerCase().slice(0, 40);
  const [nearest] = known
    .map((each) => [levenshtein(bare(name), bare(each)), each])
    .filter(([distance]) => distance <= 2)
    .sort(([one], [other]) => one - other);
  return nearest ? `; did you mean ${nearest[1]}?` : '';
}

function levenshtein(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j] + (a[i] === b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1));
    }
    row = next;
  }
  return row[b.length];
}
