//! `match`.

use clap::Args;

use super::{Context, Failure, Outcome, Verdict};
use crate::query;
use crate::registry::Registry;
use crate::render::matching::Request;

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
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        if self.method.is_empty() {
            return Err(Failure::new("usage", "the method is empty"));
        }
        let answer = query::matching(registry, &self.method, &self.path);
        context.answer_as(&answer, &Request { method: &self.method, path: &self.path, registry, answer: &answer })?;
        Ok(if answer.status == 200 { Verdict::Good } else { Verdict::Bad })
    }
}
