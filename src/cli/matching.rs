//! `match`.

use clap::Args;

use crate::query::matching::Request;

/// Find the route that answers a request
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched match GET /api/orders/42
  etched match POST '/api/orders?dry_run=1'
  etched match PURGE /api/orders          405: the methods that are allowed
  etched match GET /api/ordres --format json | jq .nearest

Exit codes: 0 for a route, 1 for 404 and 405.")]
pub struct Match {
    /// Method
    method: String,
    /// Path or URL, as a request has it
    path: String,
}

impl Match {
    pub(super) fn request(&self) -> Request {
        Request::new(&self.method, &self.path)
    }
}
