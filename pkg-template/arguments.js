// Reading what a caller passes: any value may come, getters and proxies may throw, and every error
// names the argument. What an operation takes is said in Rust, by a rule: `name:kind name:kind`.

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/i;
const OWN_FETCH_OPTIONS = ['method', 'headers', 'body', 'signal'];

/** What is wrong with an argument. */
class Wrong {
  constructor(message) {
    this.message = message;
  }
}

/** The values that `rule` names, in its order and the form of their kinds; or a text, if one is wrong. */
export function readArguments(what, value, rule) {
  return attempt(what, () => read(what, value, rule).map(([, each]) => each));
}

/**
 * The JSON text of what `rule` has for a body, then the names and values that it has for a query as
 * pairs in a row; or a text, if one is wrong.
 */
export function readParameters(what, value, rule) {
  return attempt(what, () => {
    const body = {};
    const query = [];
    for (const [name, given, kind] of read(what, value, rule)) {
      if (kind === 'body') body[name] = given;
      else if (given !== undefined) for (const each of [given].flat()) query.push(name, String(each));
    }
    return [orElse(() => JSON.stringify(body), `${what} cannot be written as JSON`), ...query];
  });
}

function attempt(what, work) {
  try {
    return work();
  } catch (error) {
    return error instanceof Wrong ? error.message : `${what} could not be read`;
  }
}

function read(what, value, rule) {
  const kinds = rule.split(' ').map((each) => each.split(':'));
  const known = kinds.map(([name]) => name);
  for (const name of isAbsent(value) ? [] : namesOf(what, value)) {
    if (!known.includes(name)) throw new Wrong(`${what}.${name} is not known${meant(name, known)}`);
  }
  return kinds.map(([name, kind]) => {
    const where = `${what}.${name}`;
    const given = isAbsent(value) ? undefined : orElse(() => value[name], `${where} could not be read`);
    if (isAbsent(given) || (kind === 'cursor' && given === '')) return [name, undefined, kind];
    const [form, rule] = KINDS[kind];
    const formed = orElse(() => form(given, where), `${where} ${rule}`);
    if (formed === undefined) throw new Wrong(`${where} ${rule}`);
    return [name, formed, kind];
  });
}

/** What each kind makes of a value (undefined if it is wrong), and what it must be. */
const KINDS = {
  body: [(value) => value],
  text: [text, 'must be a string that is not empty'],
  cursor: [text, 'must be a string that is not empty'],
  texts: [
    (value) => (Array.isArray(value) && value.every((each) => each && typeof each === 'string') ? value : undefined),
    'must be an array of strings',
  ],
  time: [
    (value) => {
      // Anything with `toISOString` is a date: of any realm, and of the common libraries.
      const iso = typeof value === 'string' ? value : value.toISOString();
      return ISO_8601.test(iso) && Number.isFinite(Date.parse(iso)) ? iso : undefined;
    },
    'must be a Date or an ISO 8601 date',
  ],
  whole: whole(0),
  count: whole(1),
  page: [(value) => (value === 0 || value === 1 ? value : undefined), 'must be 0 or 1'],
  lanes: [(value) => (Number.isInteger(value) && value > 0 && value <= 16 ? value : undefined), 'must be a whole number from 1 to 16'],
  // What a timer cannot hold, more than 24 days, counts as forever.
  ms: [
    (value) => (typeof value === 'number' && value > 0 ? (value > LONGEST_TIMER_MS ? Infinity : Math.ceil(value)) : undefined),
    'must be a number of milliseconds above 0',
  ],
  function: [(value) => (typeof value === 'function' ? value : undefined), 'must be a function'],
  object: [object, 'must be an object'],
  flag: [(value) => (typeof value === 'boolean' ? value : undefined), 'must be true or false'],
  headers: [(value, where) => object(value) && headers(value, where), 'must be an object'],
  query: [(value, where) => object(value) && query(value, where), 'must be an object'],
  fetch: [(value, where) => object(value) && fetchOptions(value, where), 'must be an object'],
};

function text(value) {
  return typeof value === 'string' && value.trim() ? value : undefined;
}

function object(value) {
  return typeof value === 'object' ? value : undefined;
}

function whole(least) {
  return [
    (value) => (Number.isInteger(value) && value >= least && value <= LONGEST_TIMER_MS ? value : undefined),
    `must be a whole number from ${least} to ${LONGEST_TIMER_MS}`,
  ];
}

/** `Headers`, pairs, or an object of texts or arrays of them, as names and values in a row. */
function headers(given, where) {
  const entries = orElse(() => [...(Symbol.iterator in given ? given : Object.entries(given))], `${where} must be headers`);
  return entries.flatMap((entry) => {
    const [name, values] = orElse(() => [entry[0], entry[1]], `${where} must be headers`);
    if (typeof name !== 'string') throw new Wrong(`${where} must be headers`);
    return [values].flat().flatMap((value) => {
      if (value !== null && value !== undefined && typeof value !== 'string') throw new Wrong(`${where}.${name} must be a string or null`);
      return value === undefined ? [] : [name, value];
    });
  });
}

/** Query parameters as names and values in a row; a null value takes the parameter away. */
function query(given, where) {
  return namesOf(where, given).flatMap((name) => {
    const values = orElse(() => given[name], `${where}.${name} must be text, a number or null`);
    if (isAbsent(values) || values.length === 0) return [name, values === '' ? '' : null];
    return [values].flat().flatMap((value) => {
      if (!['string', 'number', 'boolean'].includes(typeof value)) throw new Wrong(`${where}.${name} must be text, a number or null`);
      return [name, String(value)];
    });
  });
}

function fetchOptions(given, where) {
  const own = namesOf(where, given).find((name) => OWN_FETCH_OPTIONS.includes(name));
  if (own) throw new Wrong(`${where} cannot hold ${own}; it has an option of its own`);
  return given;
}

/**
 * The own names of a plain object. Arrays, maps and the like hold what names do not show, so they
 * are refused.
 */
function namesOf(what, value) {
  const message = `${what} must be a plain object`;
  return orElse(() => {
    if (typeof value !== 'object' || Symbol.iterator in value) throw new Wrong(message);
    return Reflect.ownKeys(value).filter((name) => typeof name === 'string');
  }, message);
}

/** What `work` gives. Where it throws anything but what it found wrong itself, `message` is wrong. */
function orElse(work, message) {
  try {
    return work();
  } catch (error) {
    throw error instanceof Wrong ? error : new Wrong(message);
  }
}

function isAbsent(value) {
  return value === undefined || value === null;
}

/** The known name that `name` most likely meant: the same but for case and underscores, or at most two letters off. */
function meant(name, known) {
  const bare = (text) => text.replaceAll('_', '').toLowerCase().slice(0, 40);
  const [nearest] = known
    .map((each) => [distance(bare(name), bare(each)), each])
    .filter(([far]) => far <= 2)
    .sort(([one], [other]) => one - other);
  return nearest ? `; did you mean ${nearest[1]}?` : '';
}

/** Levenshtein's distance. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) next.push(Math.min(row[j] + (a[i] === b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1));
    row = next;
  }
  return row[b.length];
}
