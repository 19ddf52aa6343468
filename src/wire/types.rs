//! The wire types of the API, as its OpenAPI description gives them, and the one source of the
//! package's TypeScript types.
//!
//! JavaScript receives the objects that the host parsed, untouched, so a field or an enum value
//! that is not listed here still arrives. Rust callers get these structs; a status or a job type
//! that this version does not know becomes [`BatchStatus::Unknown`] or [`JobType::Unknown`].

use serde::{Deserialize, Serialize};
use std::fmt;
use tsify::Tsify;

/// A batch: one job for each file of a source directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct Batch {
    /// Unique identifier, such as `bat-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee`.
    pub id: String,
    /// What the batch does, as it was when the batch was created.
    pub config: BatchConfig,
    /// The project that the batch belongs to (`prj-…`).
    pub project_id: String,
    /// The directory whose files the batch processes (`dir-…`).
    pub source_directory_id: String,
    /// Where the batch stands. The server may add values that this type does not list.
    pub status: BatchStatus,
    /// When the batch was created: an ISO 8601 date and time.
    #[tsify(optional, type = "string | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// When the batch last changed: an ISO 8601 date and time.
    #[tsify(optional, type = "string | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
    /// The outcome of each file. Null unless asked for with `expand: ['results']`, and until
    /// results are available.
    #[tsify(optional, type = "Array<BatchResult> | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<BatchResult>>,
}

/// Where a batch stands. `COMPLETED`, `FAILED` and `CANCELLED` are terminal.
///
/// `COMPLETED` says that every file was given a job, not that every job succeeded: see the
/// batch's `results`. `FAILED` says that the batch itself failed, and no reliable results exist.
/// The server may send values that are not listed here; they pass through as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "UPPERCASE")]
pub enum BatchStatus {
    /// Accepted, not started.
    Pending,
    /// Held back by a rate or concurrency limit.
    Throttled,
    /// At work.
    Running,
    /// Ended: every file was given a job.
    Completed,
    /// Ended: the batch itself failed.
    Failed,
    /// Ended: cancelled on request.
    Cancelled,
    /// A status that this version does not know.
    #[serde(other, skip_serializing)]
    #[tsify(skip)]
    Unknown,
}

impl BatchStatus {
    /// The status as the API writes it, such as `RUNNING`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Throttled => "THROTTLED",
            Self::Running => "RUNNING",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
            Self::Unknown => "UNKNOWN",
        }
    }
}

impl fmt::Display for BatchStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a batch does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct BatchConfig {
    /// The job that each file of the directory gets.
    pub job: BatchJob,
}

/// The job that each file of a batch gets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct BatchJob {
    /// A saved product configuration (`cfg-…`) or a built-in preset, such as `cfg-PARSE_AGENTIC`,
    /// of the job's type.
    pub configuration_id: String,
    /// The kind of job.
    #[serde(rename = "type")]
    pub job_type: JobType,
}

/// A kind of job. The server may send values that are not listed here; they pass through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum JobType {
    /// Parse a document.
    ParseV2,
    /// Extract data from a document.
    ExtractV2,
    /// A kind of job that this version does not know.
    #[serde(other, skip_serializing)]
    #[tsify(skip)]
    Unknown,
}

impl JobType {
    /// The kind as the API writes it, such as `parse_v2`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ParseV2 => "parse_v2",
            Self::ExtractV2 => "extract_v2",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for JobType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What became of one file of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct BatchResult {
    /// The file (`dfl-…`): the key to match results with files.
    pub source_directory_file_id: String,
    /// Why no job could be created for the file, if none could.
    #[tsify(optional, type = "string | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// The job that works on the file.
    #[tsify(optional, type = "JobReference | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_reference: Option<JobReference>,
}

/// A job that a batch created.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct JobReference {
    /// The job's identifier, such as a parse job's `pjb-…`.
    pub id: String,
    /// The kind of job.
    #[serde(rename = "type")]
    pub job_type: JobType,
}

/// A page of a list as the server sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct BatchPage {
    /// The batches of this page; a page may be empty and not the last.
    pub items: Vec<Batch>,
    /// The cursor of the next page: absent, null or empty on the last.
    #[tsify(optional, type = "string | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_page_token: Option<String>,
    /// How many batches match the filters in all, where the server says so.
    #[tsify(optional, type = "number | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_size: Option<f64>,
}

/// Names and types as a table.
macro_rules! join {
    ($first:ident: $type:ident $(, $name:ident: $next:ident)*) => {
        concat!(stringify!($first), ":", stringify!($type) $(, " ", stringify!($name), ":", stringify!($next))*)
    };
}

/// Declares the parameters of an operation, each in a line: its name, its Rust type, its TypeScript
/// type, and how a value of JavaScript's is read. The table of the latter is what the reader of
/// arguments goes by, so there is no second place to add a parameter to.
macro_rules! params {
    (
        $(#[$about:meta])*
        $name:ident, $table:ident: $(
            $(#[$doc:meta])*
            $field:ident: $type:ty as $typescript:tt = $read:ident,
        )*
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
        #[serde(default)]
        pub struct $name {
            $(
                $(#[$doc])*
                #[tsify(optional, type = $typescript)]
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
        }

        #[doc = concat!("How the parameters of [`", stringify!($name), "`] are read: names and types.")]
        pub(crate) const $table: &str = join!($($field: $read),*);
    };
}

params! {
    /// The filters of a list. A filter that is left out, null or undefined does not filter.
    BatchListParams, LIST_PARAMS:

    /// Only batches created at this time or later: an ISO 8601 date and time, or a `Date`. Without a
    /// time zone it is UTC.
    created_at_on_or_after: String as "string | Date | null" = time,
    /// Only batches created at this time or earlier: an ISO 8601 date and time, or a `Date`. Without a
    /// time zone it is UTC.
    created_at_on_or_before: String as "string | Date | null" = time,
    /// Only batches of this organization.
    organization_id: String as "string | null" = string,
    /// How many batches a page holds: a positive integer. The server's default and maximum are
    /// not documented.
    page_size: u32 as "number | null" = count,
    /// Where to start: the `next_page_token` of an earlier page. The default is the first page.
    page_token: String as "string | null" = cursor,
    /// Only batches of this project. The default is the API key's project.
    project_id: String as "string | null" = string,
    /// Only batches over this directory.
    source_directory_id: String as "string | null" = string,
    /// Only batches with this status.
    status: BatchStatus as "BatchStatus | null" = string,
}

params! {
    /// What to read along with a batch.
    BatchGetParams, GET_PARAMS:

    /// Parts that are left out by default. The API knows one: `results`.
    expand: Vec<String> as "Array<string> | null" = strings,
    /// The organization of the batch.
    organization_id: String as "string | null" = string,
    /// The project of the batch. The default is the API key's project.
    project_id: String as "string | null" = string,
}

params! {
    /// Where the batch to cancel is.
    BatchCancelParams, CANCEL_PARAMS:

    /// The organization of the batch.
    organization_id: String as "string | null" = string,
    /// The project of the batch. The default is the API key's project.
    project_id: String as "string | null" = string,
}

/// How the parameters of [`BatchCreateParams`] are read: names and types.
pub(crate) const CREATE_PARAMS: &str = "config:json source_directory_id:json \
    webhook_configuration_ids:json webhook_configurations:json organization_id:string project_id:string";

/// A batch to create: one job for each file of a directory, 1,000 files at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Tsify)]
pub struct BatchCreateParams {
    /// What to do with each file.
    pub config: BatchConfig,
    /// The directory whose files are processed (`dir-…`).
    pub source_directory_id: String,
    /// The organization to create the batch in.
    #[tsify(optional, type = "string | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// The project to create the batch in. The default is the API key's project.
    #[tsify(optional, type = "string | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    /// Saved webhook configurations to notify.
    #[tsify(optional, type = "Array<string> | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_configuration_ids: Option<Vec<String>>,
    /// Webhooks to notify that are given here and now.
    #[tsify(optional, type = "Array<WebhookConfiguration> | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_configurations: Option<Vec<WebhookConfiguration>>,
}

/// Where and how to tell about a batch's progress.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Tsify)]
#[serde(default)]
pub struct WebhookConfiguration {
    /// The address that receives the notifications by POST.
    #[tsify(optional, type = "string | null")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// The events to send. A batch knows `batch.pending`, `batch.running`, `batch.success`,
    /// `batch.error` and `batch.cancelled`. The default is every event.
    #[tsify(
        optional,
        type = "Array<'batch.pending' | 'batch.running' | 'batch.success' | 'batch.error' | 'batch.cancelled' | (string & {})> | null"
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_events: Option<Vec<String>>,
    /// Headers to send with each notification.
    #[tsify(optional, type = "Record<string, string> | null")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_headers: Option<std::collections::BTreeMap<String, String>>,
    /// The form of a notification: `string` (the default) or `json`.
    #[tsify(optional, type = "string | null")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_output_format: Option<String>,
    /// A secret to sign notifications with: they then carry
    /// `LC-Signature: sha256=<hex HMAC-SHA256 of the raw body>`.
    #[tsify(optional, type = "string | null")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_signing_secret: Option<String>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn statuses_and_kinds_of_job_are_printed_as_the_api_writes_them() {
        for name in [
            "PENDING",
            "THROTTLED",
            "RUNNING",
            "COMPLETED",
            "FAILED",
            "CANCELLED",
        ] {
            let status: BatchStatus = serde_json::from_value(name.into()).unwrap();
            assert_ne!(status, BatchStatus::Unknown);
            assert_eq!(status.to_string(), name);
        }
        for name in ["parse_v2", "extract_v2"] {
            let job_type: JobType = serde_json::from_value(name.into()).unwrap();
            assert_ne!(job_type, JobType::Unknown);
            assert_eq!(job_type.to_string(), name);
        }
        assert_eq!(format!("{:>9}", BatchStatus::Failed), "   FAILED");
    }
}
