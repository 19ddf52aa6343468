//! The bodies of the model server.

use super::time::iso_time;
use crate::core::hash::hash;
use crate::core::operation::{Body, Item};
use std::rc::Rc;

/// A page, or one batch.
#[derive(Clone, Debug)]
pub struct ModelBody(Rc<Content>);

#[derive(Debug)]
struct Content {
    rows: Vec<Row>,
    next_cursor: Option<String>,
    total_size: Option<f64>,
}

/// A batch as a body shows it.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Which batch of the server it is.
    pub number: u32,
    /// Its id.
    pub id: Rc<str>,
    /// The hash of its id.
    pub hash: u64,
    /// Its status.
    pub status: &'static str,
    /// What its printed time of creation is read as, in milliseconds since 1970.
    pub created: f64,
}

impl ModelBody {
    /// A page of these rows.
    pub fn page(rows: Vec<Row>, next_cursor: Option<String>, total_size: Option<f64>) -> Self {
        Self(Rc::new(Content {
            rows,
            next_cursor,
            total_size,
        }))
    }

    /// One batch.
    pub fn batch(row: Row) -> Self {
        Self::page(vec![row], None, None)
    }

    /// What the body shows.
    pub fn rows(&self) -> &[Row] {
        &self.0.rows
    }
}

impl Body for ModelBody {
    type Origin = ();

    fn next_cursor(&self) -> Option<String> {
        self.0.next_cursor.clone()
    }

    fn total_size(&self) -> f64 {
        self.0.total_size.unwrap_or(f64::NAN)
    }

    fn id_at(&self, index: u32) -> String {
        self.0.rows[index as usize].id.to_string()
    }

    fn items(&self) -> Vec<Item> {
        let item = |row: &Row| Item {
            id: row.hash,
            status: hash(row.status),
            created: row.created,
        };
        self.0.rows.iter().map(item).collect()
    }

    fn iso_time(ms: f64) -> String {
        iso_time(ms)
    }

    fn select(&self, indices: &[u32]) -> Self {
        let rows = indices
            .iter()
            .map(|index| self.0.rows[*index as usize].clone());
        Self(Rc::new(Content {
            rows: rows.collect(),
            next_cursor: self.0.next_cursor.clone(),
            total_size: self.0.total_size,
        }))
    }
}
