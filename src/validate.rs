//! Whether parsed JSON has the shape that the API promises, and if not, which field is wrong.
//!
//! The rules are data. They are checked over a whole page at once, so that the cost in JavaScript
//! is a few calls a page and not a few a batch; only when something is wrong is it looked for
//! batch by batch. Fields that no rule names and enum values that nobody knows are fine.

/// The kinds of JSON value that were seen or are allowed: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(pub u32);

impl Kinds {
    /// The field is not there.
    pub const MISSING: Self = Self(1);
    /// Null.
    pub const NULL: Self = Self(2);
    /// A string.
    pub const STRING: Self = Self(4);
    /// An array.
    pub const ARRAY: Self = Self(8);
    /// An object that is not an array.
    pub const OBJECT: Self = Self(16);
    /// A number.
    pub const NUMBER: Self = Self(32);
    /// True or false.
    pub const BOOLEAN: Self = Self(64);

    /// This kind, null, or nothing at all.
    const fn or_absent(self) -> Self {
        Self(self.0 | Self::MISSING.0 | Self::NULL.0)
    }

    const fn within(self, allowed: Self) -> bool {
        self.0 & !allowed.0 == 0
    }

    /// The kind as a sentence names it.
    fn name(self) -> &'static str {
        match self {
            Self::MISSING => "missing",
            Self::NULL => "null",
            Self::STRING => "a string",
            Self::ARRAY => "an array",
            Self::OBJECT => "an object",
            Self::NUMBER => "a number",
            _ => "a boolean",
        }
    }
}

/// Values that stand side by side: the batches of a page, or one field of each of them.
pub trait Layer: Sized {
    /// The kinds of field `name` over all values.
    fn kinds_of(&self, name: &str) -> Kinds;
    /// The kinds of the values themselves.
    fn kinds(&self) -> Kinds;
    /// Field `name` of every value that has it: its elements where it is an array, null left out.
    fn field(&self, name: &str) -> Self;
    /// How many values there are.
    fn len(&self) -> u32;
    /// One value alone.
    fn only(&self, index: u32) -> Self;
}

/// What a field must be.
pub struct Field {
    name: &'static str,
    allowed: Kinds,
    /// The fields of the object, or of each object of the array.
    fields: &'static [Field],
}

/// A page of a list of batches.
pub const PAGE: &[Field] = &[
    Field::new("items", Kinds::ARRAY, BATCH),
    Field::new("next_page_token", Kinds::STRING.or_absent(), &[]),
    Field::new("total_size", Kinds::NUMBER.or_absent(), &[]),
];

/// A batch.
pub const BATCH: &[Field] = &[
    Field::new("id", Kinds::STRING, &[]),
    Field::new("config", Kinds::OBJECT, CONFIG),
    Field::new("project_id", Kinds::STRING, &[]),
    Field::new("source_directory_id", Kinds::STRING, &[]),
    Field::new("status", Kinds::STRING, &[]),
    Field::new("created_at", Kinds::STRING.or_absent(), &[]),
    Field::new("updated_at", Kinds::STRING.or_absent(), &[]),
    Field::new("results", Kinds::ARRAY.or_absent(), RESULT),
];

const CONFIG: &[Field] = &[Field::new("job", Kinds::OBJECT, JOB)];

const JOB: &[Field] = &[
    Field::new("configuration_id", Kinds::STRING, &[]),
    Field::new("type", Kinds::STRING, &[]),
];

const RESULT: &[Field] = &[
    Field::new("source_directory_file_id", Kinds::STRING, &[]),
    Field::new("error_message", Kinds::STRING.or_absent(), &[]),
    Field::new("job_reference", Kinds::OBJECT.or_absent(), JOB_REFERENCE),
];

const JOB_REFERENCE: &[Field] = &[
    Field::new("id", Kinds::STRING, &[]),
    Field::new("type", Kinds::STRING, &[]),
];

/// The body of a request to create a batch.
pub const CREATE: &[Field] = &[
    Field::new("config", Kinds::OBJECT, CONFIG),
    Field::new("source_directory_id", Kinds::STRING, &[]),
    Field::new("webhook_configuration_ids", Kinds::ARRAY.or_absent(), &[]),
    Field::new("webhook_configurations", Kinds::ARRAY.or_absent(), WEBHOOK),
];

const WEBHOOK: &[Field] = &[
    Field::new("webhook_url", Kinds::STRING.or_absent(), &[]),
    Field::new("webhook_events", Kinds::ARRAY.or_absent(), &[]),
    Field::new("webhook_headers", Kinds::OBJECT.or_absent(), &[]),
    Field::new("webhook_output_format", Kinds::STRING.or_absent(), &[]),
    Field::new("webhook_signing_secret", Kinds::STRING.or_absent(), &[]),
];

impl Field {
    /// The field's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    const fn new(name: &'static str, allowed: Kinds, fields: &'static [Field]) -> Self {
        Self {
            name,
            allowed,
            fields,
        }
    }
}

/// Checks one value (a layer of length 1) against `fields`. The error is a sentence that names the
/// field, such as `items[3].config.job.type is missing`.
pub fn check(value: &impl Layer, fields: &[Field]) -> Result<(), String> {
    if fits(value, fields) {
        return Ok(());
    }
    let mut sentence = String::new();
    explain(value, fields, &mut sentence);
    Err(sentence)
}

fn fits<L: Layer>(layer: &L, fields: &[Field]) -> bool {
    layer.kinds().within(Kinds::OBJECT)
        && fields.iter().all(|field| {
            layer.kinds_of(field.name).within(field.allowed)
                && (field.fields.is_empty() || fits(&layer.field(field.name), field.fields))
        })
}

/// Appends what is wrong with the only value of `layer`; `sentence` holds the path to it.
fn explain<L: Layer>(layer: &L, fields: &[Field], sentence: &mut String) {
    let kind = layer.kinds();
    if kind != Kinds::OBJECT {
        if sentence.is_empty() {
            sentence.push_str("the body");
        }
        return say(sentence, kind, Kinds::OBJECT);
    }
    for field in fields {
        let kind = layer.kinds_of(field.name);
        if !kind.within(field.allowed) {
            push_name(sentence, field.name);
            return say(sentence, kind, field.allowed);
        }
        let values = layer.field(field.name);
        if field.fields.is_empty() || fits(&values, field.fields) {
            continue;
        }
        push_name(sentence, field.name);
        let misfit = (0..values.len())
            .map(|index| (index, values.only(index)))
            .find(|(_, value)| !fits(value, field.fields));
        if let Some((index, value)) = misfit {
            if kind == Kinds::ARRAY {
                sentence.push('[');
                push_number(sentence, index);
                sentence.push(']');
            }
            explain(&value, field.fields, sentence);
        }
        return;
    }
}

fn say(sentence: &mut String, found: Kinds, allowed: Kinds) {
    sentence.push_str(" is ");
    sentence.push_str(found.name());
    if found != Kinds::MISSING {
        let wanted = Kinds(allowed.0 & !Kinds::MISSING.0 & !Kinds::NULL.0);
        sentence.push_str(", not ");
        sentence.push_str(wanted.name());
    }
}

fn push_name(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

/// Appends `number` in decimal, without the weight of the standard library's formatting.
pub fn push_number(text: &mut String, number: u32) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}
