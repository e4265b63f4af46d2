//! `resources` and `resource`.

use clap::Args;

use super::options::Paging;
use super::routes;
use crate::query::{resource, resources};

/// List resources
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched resources                        every resource, by directory
  etched resources 'Order*'               those whose name matches; * and ? stand anywhere
  etched resources --middleware admin     those with an operation that runs admin
  etched resources 'Order*' --names       with the names of relationships and the events of hooks
  etched resources --format json | jq '.resources[].name'")]
pub struct Resources {
    /// Filter by name, such as 'Order*'
    glob: Option<String>,
    #[command(flatten)]
    filter: routes::ByRoute,
    /// Name relationships and hooks instead of counting them
    #[arg(long)]
    names: bool,
    #[command(flatten)]
    paging: Paging,
}

impl Resources {
    pub(super) fn request(&self) -> resources::Request {
        let (limit, offset) = self.paging.page();
        let routes::ByRoute { method, operation, middleware, path, path_prefix } = self.filter.clone();
        let glob = self.glob.clone();
        resources::Request { glob, method, operation, middleware, path, path_prefix, names: self.names, limit, offset }
    }
}

/// Show one resource: fields, relationships, routes, hooks and rules
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched resource Order
  etched resource Order --full            with documentation and the bodies of hooks
  etched resource Order --format json | jq '.fields[] | select(.nullable)'")]
pub struct Resource {
    /// Name of the resource (case-sensitive)
    name: String,
    /// Show the documentation of every member, and bodies
    #[arg(long)]
    pub(super) full: bool,
}

impl Resource {
    pub(super) fn request(&self) -> resource::Request {
        resource::Request::new(&self.name)
    }
}
