//! `fields`.

use clap::Args;

use super::options::Paging;
use super::{Context, Outcome};
use crate::query::{self, FieldFilter};
use crate::registry::Registry;

/// List fields of all resources, by type
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched fields --type email              every field of type email
  etched fields --type int --resource 'Order*'
  etched fields --type uuid --format json | jq .total_count

The type is the base type: `string` finds string(50); `integer`, `boolean` and `datetime`
are other names of int, bool and timestamp.")]
pub struct Fields {
    /// Keep those of this base type
    #[arg(long = "type", value_name = "TYPE")]
    ty: Option<String>,
    /// Keep those of resources whose name matches, such as 'Order*'
    #[arg(long, value_name = "GLOB")]
    resource: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Fields {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let filter = FieldFilter { ty: self.ty.clone(), resource: self.resource.clone() };
        let answer = query::fields(registry, &filter, self.paging.page());
        if answer.total_count == 0
            && let Some(ty) = self.ty.as_deref()
            && registry.fields_of_type(ty).is_empty()
        {
            let known: Vec<&str> = registry.field_types().iter().collect();
            context.note(&format!("no field has type `{ty}`; there are {}", known.join(", ")));
        }
        context.answer(&answer)
    }
}
