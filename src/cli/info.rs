//! `info`.

use clap::Args;

use crate::query::info::Request;

/// Show counts, and the size, layout and digest of the image
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched info
  etched info --format json | jq -r .digest")]
pub struct Info {}

impl Info {
    #[expect(clippy::unused_self, reason = "every command makes its request in one way")]
    pub(super) fn request(&self) -> Request {
        Request::default()
    }
}
