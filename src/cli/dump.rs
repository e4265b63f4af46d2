//! `dump`.

use clap::Args;

use super::options::Paging;
use crate::query::dump::Request;

/// Show the layout of an image: header, sections, and entries with their hashes
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched dump | less
  etched --from schema dump > schema.dump     reviewable beside the schema
  etched --from shop.etched dump --limit 0    header and sections alone
  etched dump --format json | jq '.sections | sort_by(-.bytes)[:5][].name'")]
pub struct Dump {
    #[command(flatten)]
    paging: Paging,
}

impl Dump {
    pub(super) fn request(&self) -> Request {
        let (limit, offset) = self.paging.page();
        Request { limit, offset }
    }
}
