//! The dependency graph: walks, paths, cycles and effects as text, and pictures of it.

mod answers;
mod dot;
mod layout;
mod mermaid;
mod order;
mod part;
mod svg;

pub(crate) use answers::{Tree, middleware};
pub(crate) use dot::dot;
pub(crate) use mermaid::mermaid;
pub(crate) use part::Part;
pub(crate) use svg::{MOST_NODES, svg};
