//! Questions about the dependency graph, all of them iterative.

mod answer;
mod dependencies;
mod filter;
mod tree;
mod walk;

pub use answer::{Dependencies, Reached};
pub use dependencies::{Direction, Traversal};
pub use tree::{Tree, TreeItem};

pub(crate) use walk::Plan;
