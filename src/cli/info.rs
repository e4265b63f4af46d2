//! `info`.

use clap::Args;

use super::{Context, Outcome};
use crate::query;
use crate::registry::Registry;

/// Count what there is, and tell the image's size, layout and digest
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched info
  etched info --format json | jq -r .digest")]
pub struct Info {}

impl Info {
    #[expect(clippy::unused_self, reason = "every command is run in one way")]
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        context.answer(&query::info(registry))
    }
}
