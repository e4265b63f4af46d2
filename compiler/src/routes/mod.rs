//! Routes: which ones a resource has, which of them claim the same requests, and the trie that finds them.

mod derive;
mod names;

pub use derive::{Unplaced, derive};
pub use names::{key_parameter, plural, segment, words};
