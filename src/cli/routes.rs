//! `routes`, and the filters on routes that other commands have as well.

use clap::Args;

use super::options::Paging;
use crate::query::{Page, Request, route_counts, routes};

/// Filters on routes.
#[derive(Args, Clone, Debug)]
pub(super) struct ByRoute {
    /// Filter by method
    #[arg(long, value_name = "METHOD")]
    pub(super) method: Option<String>,
    /// Filter by operation: list, show, create, update, delete or one of the schema's own
    #[arg(long, value_name = "NAME")]
    pub(super) operation: Option<String>,
    /// Filter by middleware: rate_limit, or 'rate_limit(5/hour)'
    #[arg(long, value_name = "NAME")]
    pub(super) middleware: Option<String>,
    /// Filter by path template, such as /posts/:id
    #[arg(long, value_name = "PATH")]
    pub(super) path: Option<String>,
    /// Filter by start of the path, in whole segments: /posts is not the start of /postscripts
    #[arg(long, value_name = "PATH")]
    pub(super) path_prefix: Option<String>,
}

/// List routes
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched routes                           every route, by resource
  etched routes --resource Order --method POST
  etched routes --middleware admin        who can do what only admins may
  etched routes --count --resource Order
  etched routes --path /api/orders/:id    what can be done with one order
  etched routes --path-prefix /api/orders --format json
  etched --from openapi.yaml routes --conflicts")]
pub struct Routes {
    /// Filter by resource
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,
    #[command(flatten)]
    filter: ByRoute,
    /// Show only routes that an earlier one shadows (`etched` only)
    #[arg(long, conflicts_with_all = ["method", "resource", "operation", "middleware", "path", "path_prefix"])]
    conflicts: bool,
    /// Count them by method, operation and middleware instead of listing them
    #[arg(long, conflicts_with_all = ["conflicts", "limit", "offset"])]
    count: bool,
    #[command(flatten)]
    paging: Paging,
}

impl Routes {
    /// Returns whether conflicts are asked for, which takes the compiler to tell, and which of them.
    #[must_use]
    pub fn conflicts(&self) -> Option<Page> {
        let (limit, offset) = self.paging.page();
        self.conflicts.then_some(Page::new(offset, limit))
    }

    pub(super) fn request(&self) -> Request {
        let (limit, offset) = self.paging.page();
        let ByRoute { method, operation, middleware, path, path_prefix } = self.filter.clone();
        let resource = self.resource.clone();
        if self.count {
            return route_counts::Request { method, resource, operation, middleware, path, path_prefix }.into();
        }
        routes::Request { method, resource, operation, middleware, path, path_prefix, limit, offset }.into()
    }
}
