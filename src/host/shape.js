// Whether parsed JSON has the shape that the API promises. Made of the rules in src/wire/schema.rs, which say what is
// wrong if it has not: change them there, and UPDATE_SHAPE=1 cargo test --lib shape writes this file.

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const areAll = (values, test) => Array.isArray(values) && values.every(test);

function isJob(value) {
  if (!isObject(value)) return false;
  if (typeof value.configuration_id !== 'string') return false;
  if (typeof value.type !== 'string') return false;
  return true;
}

function isConfig(value) {
  if (!isObject(value)) return false;
  if (!isJob(value.job)) return false;
  return true;
}

function isJobReference(value) {
  if (!isObject(value)) return false;
  if (typeof value.id !== 'string') return false;
  if (typeof value.type !== 'string') return false;
  return true;
}

function isResult(value) {
  if (!isObject(value)) return false;
  if (typeof value.source_directory_file_id !== 'string') return false;
  if (typeof (value.error_message ?? '') !== 'string') return false;
  if (value.job_reference != null && !isJobReference(value.job_reference)) return false;
  return true;
}

export function isBatch(value) {
  if (!isObject(value)) return false;
  if (typeof value.id !== 'string') return false;
  if (!isConfig(value.config)) return false;
  if (typeof value.project_id !== 'string') return false;
  if (typeof value.source_directory_id !== 'string') return false;
  if (typeof value.status !== 'string') return false;
  if (typeof (value.created_at ?? '') !== 'string') return false;
  if (typeof (value.updated_at ?? '') !== 'string') return false;
  if (!areAll(value.results ?? [], isResult)) return false;
  return true;
}

export function isPage(value) {
  if (!isObject(value)) return false;
  if (!areAll(value.items, isBatch)) return false;
  if (typeof (value.next_page_token ?? '') !== 'string') return false;
  if (typeof (value.total_size ?? 0) !== 'number') return false;
  return true;
}
