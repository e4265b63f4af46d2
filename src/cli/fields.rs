//! `fields`.

use clap::Args;

use super::options::Paging;
use crate::query::fields::Request;

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
    /// Filter by base type
    #[arg(long = "type", value_name = "TYPE")]
    ty: Option<String>,
    /// Filter by name of the resource, such as 'Order*'
    #[arg(long, value_name = "GLOB")]
    resource: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Fields {
    pub(super) fn request(&self) -> Request {
        let (limit, offset) = self.paging.page();
        Request { ty: self.ty.clone(), resource: self.resource.clone(), limit, offset }
    }
}
