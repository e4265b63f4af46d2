//! `functions`.

use clap::Args;

use super::options::Paging;
use crate::query::functions;

/// List the functions that bodies call, and what calls them
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched functions                        every function
  etched functions String                 those of a namespace
  etched functions Email.send_welcome     who calls one of them
  etched functions --format json | jq '.functions[] | [.name, .body_count]'

Bodies are those of hooks, validations, constraints, scopes and so on; hooks are named by their event.")]
pub struct Functions {
    /// A namespace, such as String, or a function
    namespace: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Functions {
    pub(super) fn request(&self) -> functions::Request {
        let (limit, offset) = self.paging.page();
        functions::Request { namespace: self.namespace.clone(), limit, offset }
    }
}
