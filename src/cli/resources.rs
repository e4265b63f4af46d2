//! `resources` and `resource`.

use clap::Args;

use super::options::Paging;
use super::{Context, Failure, Outcome, routes};
use crate::query;
use crate::registry::Registry;

/// List resources
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched resources                        every resource, by directory
  etched resources 'Order*'               those whose name matches; * and ? stand anywhere
  etched resources --middleware admin     those with a route that runs admin
  etched resources --format json | jq '.resources[].name'")]
pub struct Resources {
    /// What the name has to match, such as 'Order*'
    glob: Option<String>,
    #[command(flatten)]
    filter: routes::ByRoute,
    #[command(flatten)]
    paging: Paging,
}

impl Resources {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let filter = self.filter.filter(None);
        let answer = query::resources(registry, self.glob.as_deref(), &filter, self.paging.page());
        if answer.total_count == 0 {
            if let Some(glob) = self.glob.as_deref().filter(|glob| !glob.contains(['*', '?'])) {
                let near = query::near(glob, registry.resources().into_iter().map(|resource| resource.name()));
                if let Some(name) = near.first() {
                    context.note(&format!("no resource is named `{glob}`; there is `{name}`"));
                }
            }
            routes::hint(registry, &filter, context);
        }
        context.answer(&answer)
    }
}

/// Show one resource: its fields, relations, routes, hooks and rules
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched resource Order
  etched resource Order --full            with documentation and the bodies of hooks
  etched resource Order --format json | jq '.fields[] | select(.nullable)'")]
pub struct Resource {
    /// Name of the resource; upper and lower case count
    name: String,
    /// Show the documentation of every member, and bodies
    #[arg(long)]
    full: bool,
}

impl Resource {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let answer = query::resource(registry, &self.name).map_err(|error| {
            let count = registry.resources().len();
            Failure::from(error).advise(format!("`resources` lists all {count}."))
        })?;
        context.full(self.full).answer(&answer)
    }
}
