//! The wire types of the API, as its OpenAPI description gives them, and the one source of the
//! package's TypeScript types.
//!
//! JavaScript receives the objects that the host parsed, untouched, so a field or an enum value
//! that is not listed here still arrives. Rust callers get these structs; a status or a job type
//! that this version does not know becomes [`BatchStatus::Unknown`] or [`JobType::Unknown`].

use super::text_enum::{join_first, text_enum};
use serde::{Deserialize, Deserializer, Serialize};
use tsify::Tsify;

/// A batch: one job for each file of a source directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[non_exhaustive]
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
    #[cfg_attr(
        feature = "js",
        doc = " The outcome of each file. Null unless asked for with `expand: ['results']`, and until"
    )]
    #[cfg_attr(feature = "js", doc = " results are available.")]
    #[cfg_attr(
        not(feature = "js"),
        doc = " The outcome of each file. None unless asked for by `expand`, and until results are"
    )]
    #[cfg_attr(not(feature = "js"), doc = " available.")]
    #[tsify(optional, type = "Array<BatchResult> | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<BatchResult>>,
}

text_enum! {
    /// Where a batch stands. `COMPLETED`, `FAILED` and `CANCELLED` are terminal.
    ///
    /// `COMPLETED` says that every file was given a job, not that every job succeeded: see the
    /// batch's `results`. `FAILED` says that the batch itself failed, and no reliable results exist.
    /// The server may send values that are not listed here; they pass through as they are.
    BatchStatus:

    /// Accepted, not started.
    Pending = "PENDING",
    /// Held back by a rate or concurrency limit.
    Throttled = "THROTTLED",
    /// At work.
    Running = "RUNNING",
    /// Ended: every file was given a job.
    Completed = "COMPLETED",
    /// Ended: the batch itself failed.
    Failed = "FAILED",
    /// Ended: cancelled on request.
    Cancelled = "CANCELLED",
}

impl BatchStatus {
    /// Returns whether a batch with this status will not change any more. Of a status that this version does not know,
    /// nothing can be said: it is taken for one that changes.
    pub const fn is_terminal(&self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

/// What a batch does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[non_exhaustive]
pub struct BatchConfig {
    /// The job that each file of the directory gets.
    pub job: BatchJob,
}

impl From<BatchJob> for BatchConfig {
    fn from(job: BatchJob) -> Self {
        Self { job }
    }
}

/// The job that each file of a batch gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[non_exhaustive]
pub struct BatchJob {
    /// A saved product configuration (`cfg-…`) or a built-in preset, such as `cfg-PARSE_AGENTIC`,
    /// of the job's type.
    pub configuration_id: String,
    /// The kind of job.
    #[serde(rename = "type")]
    pub job_type: JobType,
}

impl BatchJob {
    /// A job of this kind, with a configuration of that kind.
    pub fn new(job_type: JobType, configuration_id: impl Into<String>) -> Self {
        Self {
            configuration_id: configuration_id.into(),
            job_type,
        }
    }
}

text_enum! {
    /// A kind of job. The server may send values that are not listed here; they pass through.
    JobType:

    /// Parse a document.
    ParseV2 = "parse_v2",
    /// Extract data from a document.
    ExtractV2 = "extract_v2",
}

/// What became of one file of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[non_exhaustive]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[non_exhaustive]
pub struct JobReference {
    /// The job's identifier, such as a parse job's `pjb-…`.
    pub id: String,
    /// The kind of job.
    #[serde(rename = "type")]
    pub job_type: JobType,
}

/// A page of a list as the server sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[non_exhaustive]
pub struct BatchPage {
    /// The batches of this page; a page may be empty and not the last.
    pub items: Vec<Batch>,
    #[cfg_attr(
        feature = "js",
        doc = " The cursor of the next page: absent, null or empty on the last."
    )]
    #[cfg_attr(
        not(feature = "js"),
        doc = " The cursor of the next page; none on the last."
    )]
    #[tsify(optional, type = "string | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "next_cursor")]
    pub next_page_token: Option<String>,
    /// How many batches match the filters in all, where the server says so.
    #[tsify(optional, type = "number | null")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "whole_number")]
    pub total_size: Option<u64>,
}

/// The last page may have an empty cursor: that is none.
fn next_cursor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let cursor = Option::<String>::deserialize(deserializer)?;
    Ok(cursor.filter(|cursor| !cursor.is_empty()))
}

/// A number that cannot be a total is none.
fn whole_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let number = Option::<f64>::deserialize(deserializer)?;
    let is_total = |number: &f64| *number >= 0.0 && number.fract() == 0.0;
    Ok(number.filter(is_total).map(|number| number as u64))
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
            assert!(!matches!(status, BatchStatus::Unknown(_)));
            assert_eq!(status.to_string(), name);
        }
        for name in ["parse_v2", "extract_v2"] {
            let job_type: JobType = serde_json::from_value(name.into()).unwrap();
            assert!(!matches!(job_type, JobType::Unknown(_)));
            assert_eq!(job_type.to_string(), name);
        }
        assert_eq!(format!("{:>9}", BatchStatus::Failed), "   FAILED");
    }

    #[test]
    fn a_text_that_is_not_known_is_kept() {
        let status: BatchStatus = serde_json::from_value("ARCHIVED".into()).unwrap();
        assert_eq!(status, BatchStatus::Unknown("ARCHIVED".into()));
        assert_eq!(status.as_str(), "ARCHIVED");
        assert_eq!(serde_json::to_value(&status).unwrap(), "ARCHIVED");
        assert!(!status.is_terminal());
        assert!(BatchStatus::from("CANCELLED").is_terminal());
        assert_eq!(
            BatchStatus::from(String::from("FAILED")),
            BatchStatus::Failed
        );
        // So that what reads settings takes them, which is written for any type that is parsed.
        assert_eq!("FAILED".parse(), Ok(BatchStatus::Failed));
        assert_eq!("split_v1".parse(), Ok(JobType::Unknown("split_v1".into())));
    }

    #[test]
    fn an_empty_cursor_is_none() {
        let page = |token| serde_json::json!({ "items": [], "next_page_token": token });
        let read = |token| serde_json::from_value::<BatchPage>(page(token)).unwrap();
        assert_eq!(read("").next_page_token, None);
        assert_eq!(read("t").next_page_token.as_deref(), Some("t"));
    }

    #[test]
    fn a_total_is_a_whole_number() {
        let page =
            |total: serde_json::Value| serde_json::json!({ "items": [], "total_size": total });
        let read = |total| {
            serde_json::from_value::<BatchPage>(page(total))
                .unwrap()
                .total_size
        };
        for (total, size) in [(0.0, Some(0)), (7.0, Some(7)), (7.5, None), (-1.0, None)] {
            assert_eq!(read(total.into()), size, "{total}");
        }
        assert_eq!(read(7.into()), Some(7));
        assert_eq!(read(serde_json::Value::Null), None);
    }
}
