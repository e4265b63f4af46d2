//! Routes: which ones a resource has, which of them match the same requests, and the trie that finds them.

mod check;
mod conflicts;
mod derive;
mod inflection;
mod kept;
mod names;
mod parameters;
mod trie;
mod visits;

pub use check::unanswerable;
pub use conflicts::{Conflict, conflicts};
pub use derive::{Limit, Unplaced, derive};
pub use inflection::{plural, singular};
pub use kept::{alike, costly, unanswered};
pub use names::{key_parameter, segment, words};
pub use trie::most_visits;
pub use visits::{MANY_VISITS, Visits};

pub(crate) use check::check;
pub(crate) use derive::derive_beside;
pub(crate) use trie::{Trie, build};
