//! The commands that need the compiler.

pub(crate) mod check;
pub(crate) mod compile;
pub(crate) mod completions;
pub(crate) mod conflicts;
pub(crate) mod explain;
pub(crate) mod export;
mod fix;
pub(crate) mod fmt;
pub(crate) mod init;
pub(crate) mod output;
