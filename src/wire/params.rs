//! The parameters of the operations, and how those of JavaScript are read.

use super::types::{BatchConfig, BatchStatus};
use crate::setters::setters;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// Names and types as a table.
macro_rules! join {
    ($first:ident: $type:ident $(, $name:ident: $next:ident)*) => {
        concat!(stringify!($first), ":", stringify!($type) $(, " ", stringify!($name), ":", stringify!($next))*)
    };
}

/// The method that sets a parameter: what it takes depends on how the value is read.
macro_rules! setter {
    ($field:ident: $type:ty, count) => {
        setters! { $field: $type, }
    };
    ($field:ident: $type:ty, strings) => {
        #[doc = concat!("Adds to [`", stringify!($field), "`](#structfield.", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, part: impl Into<String>) -> Self {
            self.$field.get_or_insert_default().push(part.into());
            self
        }
    };
    ($field:ident: $type:ty, $read:ident) => {
        setters! { $field: impl Into<$type>, }
    };
}

/// Declares the parameters of an operation, each in a line: its name, its Rust type, its TypeScript
/// type, and how a value of JavaScript's is read. The table of the latter is what the reader of
/// arguments goes by, so there is no second place to add a parameter to. Where the words are of
/// JavaScript, Rust's documentation has others: see the feature `js`.
macro_rules! params {
    (
        $(#[$about:meta])*
        $name:ident, $table:ident: $(
            $(#[$doc:meta])*
            $field:ident: $type:ty as $typescript:tt = $read:ident,
        )*
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Tsify)]
        #[serde(default)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$doc])*
                #[tsify(optional, type = $typescript)]
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
        }

        impl $name {
            $(setter!($field: $type, $read);)*
        }

        #[doc = concat!("How the parameters of [`", stringify!($name), "`] are read: names and types.")]
        pub(crate) const $table: &str = join!($($field: $read),*);
    };
}

params! {
    #[cfg_attr(feature = "js", doc = " The filters of a list. A filter that is left out, null or undefined does not filter.")]
    #[cfg_attr(not(feature = "js"), doc = " The filters of a list. A filter that is left out does not filter.")]
    BatchListParams, LIST_PARAMS:

    #[cfg_attr(feature = "js", doc = " Only batches created at this time or later: an ISO 8601 date and time, or a `Date`. Without a")]
    #[cfg_attr(not(feature = "js"), doc = " Only batches created at this time or later: an ISO 8601 date and time. Without a")]
    /// time zone it is UTC.
    created_at_on_or_after: String as "string | Date | null" = time,
    #[cfg_attr(feature = "js", doc = " Only batches created at this time or earlier: an ISO 8601 date and time, or a `Date`. Without a")]
    #[cfg_attr(not(feature = "js"), doc = " Only batches created at this time or earlier: an ISO 8601 date and time. Without a")]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[non_exhaustive]
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

impl BatchCreateParams {
    /// A batch that gives each file of the directory (`dir-…`) a job.
    pub fn new(source_directory_id: impl Into<String>, config: impl Into<BatchConfig>) -> Self {
        Self {
            config: config.into(),
            source_directory_id: source_directory_id.into(),
            organization_id: None,
            project_id: None,
            webhook_configuration_ids: None,
            webhook_configurations: None,
        }
    }

    setters! {
        organization_id: impl Into<String>,
        project_id: impl Into<String>,
    }

    /// Adds a saved webhook configuration to notify.
    #[must_use]
    pub fn webhook_configuration_id(mut self, id: impl Into<String>) -> Self {
        let ids = self.webhook_configuration_ids.get_or_insert_default();
        ids.push(id.into());
        self
    }

    /// Adds a webhook to notify.
    #[must_use]
    pub fn webhook_configuration(mut self, webhook: WebhookConfiguration) -> Self {
        let webhooks = self.webhook_configurations.get_or_insert_default();
        webhooks.push(webhook);
        self
    }
}

/// Where and how to tell about a batch's progress.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(default)]
#[non_exhaustive]
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

impl WebhookConfiguration {
    setters! {
        webhook_url: impl Into<String>,
        webhook_output_format: impl Into<String>,
        webhook_signing_secret: impl Into<String>,
    }

    /// Adds an event to send.
    #[must_use]
    pub fn webhook_event(mut self, event: impl Into<String>) -> Self {
        let events = self.webhook_events.get_or_insert_default();
        events.push(event.into());
        self
    }

    /// Adds a header to send with each notification.
    #[must_use]
    pub fn webhook_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let headers = self.webhook_headers.get_or_insert_default();
        headers.insert(name.into(), value.into());
        self
    }
}
