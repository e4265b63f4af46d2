//! Questions about the dependency graph, all of them iterative.

mod answer;
mod cycles;
mod dependencies;
mod depth;
mod filter;
mod impact;
mod inverse;
mod path;
mod scc;
mod tree;
mod walk;
mod why;

pub use answer::{Dependencies, Reached};
pub use cycles::{Cycle, Cycles};
pub use dependencies::{Direction, Traversal};
pub use depth::Depths;
pub use impact::{Affected, Cause, Change, Effect, Impact, ImpactCounts, Reason, Severity};
pub use path::Path;
#[cfg(feature = "render")]
pub(crate) use tree::Branches;
pub use tree::{Tree, TreeItem};
pub use why::{Effective, Source, Why};

pub(crate) use walk::Plan;
