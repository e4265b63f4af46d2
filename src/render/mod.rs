//! Answers as text for people.
//!
//! Everything that came from a schema or a document is cleaned on its way into a line, so that no name and no comment
//! can steer the terminal. Widths are those of the terminal (`unicode-width`), not of bytes or characters.

mod dump;
mod fields;
pub(crate) mod graph;
mod info;
mod line;
pub(crate) mod matching;
mod page;
mod patterns;
mod place;
mod resource;
mod resources;
mod routes;
mod table;
mod text;

pub(crate) use line::{Line, Tone};
pub use page::{Page, Render, Style};
pub(crate) use table::{Cell, Column, Table};
