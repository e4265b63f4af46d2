//! `routes`, and the filters on routes that other commands have as well.

use clap::Args;

use super::options::Paging;
use super::{Context, Failure, Outcome};
use crate::query::{self, Page, RouteFilter};
use crate::registry::Registry;

/// Filters on routes.
#[derive(Args, Clone, Debug)]
pub(super) struct ByRoute {
    /// Keep those with this method
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// Keep those with this operation: list, show, create, update, delete or one of the schema's own
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,
    /// Keep those that run this middleware: rate_limit, or 'rate_limit(5/hour)'
    #[arg(long, value_name = "NAME")]
    middleware: Option<String>,
    /// Keep those whose path starts with this
    #[arg(long, value_name = "PATH")]
    path_prefix: Option<String>,
}

impl ByRoute {
    pub(super) fn filter(&self, resource: Option<&str>) -> RouteFilter {
        RouteFilter {
            method: self.method.clone(),
            resource: resource.map(str::to_owned),
            operation: self.operation.clone(),
            middleware: self.middleware.clone(),
            path_prefix: self.path_prefix.clone(),
        }
    }
}

/// List routes
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched routes                           every route, by resource
  etched routes --resource Order --method POST
  etched routes --middleware admin        who can do what only admins may
  etched routes --path-prefix /api/orders --format json
  etched --from openapi.yaml routes --conflicts")]
pub struct Routes {
    /// Keep those of this resource
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,
    #[command(flatten)]
    filter: ByRoute,
    /// Show only the routes that claim the same requests as an earlier one (the `etched` program can tell)
    #[arg(long, conflicts_with_all = ["method", "resource", "operation", "middleware", "path_prefix"])]
    conflicts: bool,
    #[command(flatten)]
    paging: Paging,
}

impl Routes {
    /// Returns whether conflicts are asked for, which takes the compiler to tell, and which of them.
    #[must_use]
    pub fn conflicts(&self) -> Option<Page> {
        self.conflicts.then(|| self.paging.page())
    }

    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        if self.conflicts {
            return Err(Failure::new("unsupported", "this program does not know conflicts between routes")
                .advise("`etched --from <schema or image> routes --conflicts` shows them."));
        }
        let filter = self.filter.filter(self.resource.as_deref());
        let answer = query::routes(registry, &filter, self.paging.page());
        if answer.total_count == 0 {
            hint(registry, &filter, context);
        }
        context.answer(&answer)
    }
}

/// Says which filter nothing can ever pass, and what is near.
pub(super) fn hint(registry: &Registry, filter: &RouteFilter, context: &Context) {
    let say = |what: &str, name: &str, near: Vec<String>| {
        let near = near.first().map_or_else(String::new, |near| format!("; there is `{near}`"));
        context.note(&format!("no {what} is named `{name}`{near}"));
    };
    if let Some(name) = filter.resource.as_deref()
        && registry.resource(name).is_none()
    {
        say("resource", name, query::near(name, registry.resources().into_iter().map(|resource| resource.name())));
    }
    if let Some(name) = filter.middleware.as_deref()
        && registry.routes().middleware(name).is_empty()
    {
        let base = etched_core::middleware::base(name);
        let known: Vec<&str> = registry.middleware().iter().collect();
        if !known.contains(&base) {
            say("middleware", base, query::near(base, known));
        }
    }
    if let Some(name) = filter.operation.as_deref()
        && registry.routes().operation(name).is_empty()
    {
        let mut known: Vec<&str> = registry.routes().into_iter().map(|route| route.operation()).collect();
        known.sort_unstable();
        known.dedup();
        say("operation", name, query::near(name, known));
    }
}
