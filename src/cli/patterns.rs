//! `patterns`, `pattern` and `deviations`.

use clap::Args;

use super::options::Paging;
use super::{Context, Failure, Outcome, Verdict};
use crate::query::{self, DeviationFilter, PatternFilter};
use crate::registry::Registry;

/// List what is done in one way in several places
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
    /// Keep those used at least this often
    #[arg(long, value_name = "N")]
    min_frequency: Option<u32>,
    /// Keep those with at least this confidence, 0 to 1
    #[arg(long, value_name = "X")]
    min_confidence: Option<f64>,
    /// Keep those whose id starts with this kind: middleware, hook, ...
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Patterns {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let filter = PatternFilter {
            category: self.category.clone(),
            min_frequency: self.min_frequency,
            min_confidence: self.min_confidence,
            kind: self.kind.clone(),
        };
        let answer = query::patterns(registry, &filter, self.paging.page()).map_err(|error| {
            let names: Vec<_> = registry.patterns().categories().into_iter().map(|category| category.name()).collect();
            let advice = if names.is_empty() {
                "There are no patterns here.".to_owned()
            } else {
                format!("There are patterns in {}.", names.join(", "))
            };
            Failure::from(error).advise(advice)
        })?;
        context.answer(&answer)
    }
}

/// Show one pattern: template, examples, and the places that do without it
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
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let answer = query::pattern(registry, &self.id).map_err(|error| {
            let count = registry.patterns().len();
            Failure::from(error).advise(format!("`patterns` lists all {count}."))
        })?;
        context.answer(&answer)
    }
}

/// List the places where a well-supported pattern is absent
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched deviations
  etched deviations --resource Shipment
  etched deviations --fail-on 1           exit with 1 when there is any, for CI

A deviation that is right is acknowledged in the schema: @allow(\"pattern-id\", \"reason\").")]
pub struct Deviations {
    /// Keep those from this pattern
    #[arg(long, value_name = "ID")]
    pattern: Option<String>,
    /// Keep those of this resource
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,
    /// Exit with 1 when there are at least this many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    fail_on: Option<u64>,
    #[command(flatten)]
    paging: Paging,
}

impl Deviations {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        let filter = DeviationFilter { pattern: self.pattern.clone(), resource: self.resource.clone() };
        let answer = query::deviations(registry, &filter, self.paging.page());
        context.answer(&answer)?;
        let fails = self.fail_on.is_some_and(|limit| answer.total_count as u64 >= limit);
        Ok(if fails { Verdict::Bad } else { Verdict::Good })
    }
}
