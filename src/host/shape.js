// Whether parsed JSON has the shape that the API promises. Made of the rules in src/wire/schema.rs, which say what is
// wrong if it has not: change them there, and UPDATE_SHAPE=1 cargo test --lib shape writes this file.

const isText = (value) => typeof value === 'string';
const isNumber = (value) => typeof value === 'number';
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const areAll = (values, test) => Array.isArray(values) && values.every(test);

function isJob(value) {
  return isObject(value) && isText(value.configuration_id) && isText(value.type);
}

function isConfig(value) {
  return isObject(value) && isJob(value.job);
}

function isJobReference(value) {
  return isObject(value) && isText(value.id) && isText(value.type);
}

function isResult(value) {
  return (
    isObject(value) &&
    isText(value.source_directory_file_id) &&
    isText(value.error_message ?? '') &&
    (value.job_reference == null || isJobReference(value.job_reference))
  );
}

export function isBatch(value) {
  return (
    isObject(value) &&
    isText(value.id) &&
    isConfig(value.config) &&
    isText(value.project_id) &&
    isText(value.source_directory_id) &&
    isText(value.status) &&
    isText(value.created_at ?? '') &&
    isText(value.updated_at ?? '') &&
    areAll(value.results ?? [], isResult)
  );
}

export function isPage(value) {
  return (
    isObject(value) &&
    areAll(value.items, isBatch) &&
    isText(value.next_page_token ?? '') &&
    isNumber(value.total_size ?? 0)
  );
}
