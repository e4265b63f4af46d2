//! The words of the schema language as tables: for documentation, for `etched explain`, and for messages.
//!
//! What the compiler accepts and what is said of it are the same rows: constraints are those that fields are checked
//! against, Rust types those that structs are compared with.

mod annotations;
mod types;

pub(crate) use types::{meant, takes_arguments};

use crate::constraint::CONSTRAINTS;

/// A table of the language: [`types`], [`constraints`] or [`annotations`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Table {
    /// What one row is of: `type`, `constraint` or `annotation`.
    pub of: &'static str,
    /// The titles of the columns; the first is the word's own.
    pub columns: &'static [&'static str],
    /// The rows, each with a text per column. The last column is an example: a member of a resource.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Returns the table in Markdown.
    ///
    /// ```
    /// let table = etched_compiler::language::types().to_markdown();
    /// assert!(table.starts_with("| type | values |"));
    /// ```
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        let mut text = line(&mut self.columns.iter().map(|title| (*title).to_owned()));
        text += &line(&mut self.columns.iter().map(|_| "---".to_owned()));
        for row in &self.rows {
            text += &line(&mut self.columns.iter().zip(row).map(|(title, cell)| match *title {
                _ if cell.is_empty() => String::new(),
                "values" | "meaning" | "applies to" | "arguments" | "JSON" => cell.replace('|', "\\|"),
                _ => format!("`{}`", cell.replace('|', "\\|")),
            }));
        }
        text
    }
}

/// Returns the types of fields with their counterparts in Rust, SQL (as PostgreSQL names them) and JSON.
///
/// ```
/// let types = etched_compiler::language::types();
/// let uuid = types.rows.iter().find(|row| row[0] == "uuid").unwrap();
/// assert_eq!(uuid[2], "Uuid");
/// ```
#[must_use]
pub fn types() -> Table {
    Table { of: "type", columns: &["type", "values", "Rust", "SQL", "JSON", "also", "example"], rows: types::rows() }
}

/// Returns the constraints of fields, what they take and what they apply to.
///
/// ```
/// let constraints = etched_compiler::language::constraints();
/// assert!(constraints.rows.iter().any(|row| row[0] == "@min"));
/// ```
#[must_use]
pub fn constraints() -> Table {
    let rows = CONSTRAINTS.iter().map(|kind| {
        vec![
            format!("@{}", kind.name),
            kind.meaning.to_owned(),
            kind.arguments.words().to_owned(),
            kind.applies.words(),
            kind.example.to_owned(),
        ]
    });
    let columns = &["constraint", "meaning", "arguments", "applies to", "example"];
    Table { of: "constraint", columns, rows: rows.collect() }
}

/// Returns the annotations of resources.
///
/// ```
/// let annotations = etched_compiler::language::annotations();
/// assert!(annotations.rows.iter().any(|row| row[0] == "@has_many"));
/// ```
#[must_use]
pub fn annotations() -> Table {
    let rows = annotations::ROWS
        .iter()
        .map(|(name, meaning, example)| vec![format!("@{name}"), (*meaning).to_owned(), (*example).to_owned()]);
    Table { of: "annotation", columns: &["annotation", "meaning", "example"], rows: rows.collect() }
}
