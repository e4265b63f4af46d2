//! `patterns`, `pattern` and `deviations`.

use clap::Args;

use super::options::Paging;
use crate::query::{deviations, pattern, patterns};

/// List patterns: what is done the same way in several places
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched patterns                         all, by category
  etched patterns authentication
  etched patterns --min-frequency 5 --min-confidence 0.8
  etched patterns --kind middleware --format json")]
pub struct Patterns {
    /// Category, such as authentication, hook or validation
    category: Option<String>,
    /// Filter by number of uses: at least N
    #[arg(long, value_name = "N")]
    min_frequency: Option<u32>,
    /// Filter by confidence: at least X, from 0 to 1
    #[arg(long, value_name = "X")]
    min_confidence: Option<f64>,
    /// Filter by kind, which ids start with: middleware, hook, ...
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Patterns {
    pub(super) fn request(&self) -> patterns::Request {
        let Self { category, min_frequency, min_confidence, kind, paging } = self.clone();
        let (limit, offset) = paging.page();
        patterns::Request { category, min_frequency, min_confidence, kind, limit, offset }
    }
}

/// Show one pattern: template, examples, and the places that lack it
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched pattern middleware/auth
  etched pattern hook/before_create/String.slugify --format json")]
pub struct Pattern {
    /// Id or name of the pattern
    id: String,
}

impl Pattern {
    pub(super) fn request(&self) -> pattern::Request {
        pattern::Request::new(&self.id)
    }
}

/// List deviations: places that lack a well-supported pattern
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched deviations
  etched deviations --resource Shipment
  etched deviations --fail-on 1           exit with 1 when there is any, for CI

To acknowledge a deviation, write in the schema: @allow(\"pattern-id\", \"reason\").")]
pub struct Deviations {
    /// Filter by pattern
    #[arg(long, value_name = "ID")]
    pattern: Option<String>,
    /// Filter by resource
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,
    /// Exit with 1 when there are at least this many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    fail_on: Option<u64>,
    #[command(flatten)]
    paging: Paging,
}

impl Deviations {
    pub(super) fn request(&self) -> deviations::Request {
        let (limit, offset) = self.paging.page();
        deviations::Request { pattern: self.pattern.clone(), resource: self.resource.clone(), limit, offset }
    }

    /// Returns whether that many are too many.
    pub(super) fn fails(&self, count: usize) -> bool {
        self.fail_on.is_some_and(|limit| count as u64 >= limit)
    }
}
