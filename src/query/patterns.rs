//! Patterns, and the places that do without one.

use serde::Serialize;

use super::{FORMAT, NotFound, Page};
use crate::handle::{Category, Deviation, Pattern, Resource};
use crate::registry::Registry;

/// The categories patterns of schemas have; a document may have others.
///
/// ```
/// assert!(etched::query::CATEGORIES.contains(&"caching"));
/// ```
pub const CATEGORIES: &[&str] =
    &["authentication", "caching", "rate_limiting", "cors", "general", "hook", "validation", "relationship", "scope"];

/// Which patterns are wanted; what is `None` does not narrow. [`patterns`] has an example.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PatternFilter {
    /// Category.
    pub category: Option<String>,
    /// Uses at least.
    pub min_frequency: Option<u32>,
    /// Confidence at least.
    pub min_confidence: Option<f64>,
    /// What the id starts with, such as `middleware`.
    pub kind: Option<String>,
}

/// The answer to "what is done in one way in several places?"; made by [`patterns`].
#[derive(Clone, Debug, Serialize)]
pub struct PatternList<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Where they come from.
    #[serde(skip)]
    pub registry: &'r Registry,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page, by frequency, then id.
    pub patterns: Vec<Pattern<'r>>,
}

/// Returns the kind of a pattern: what stands before the first `/` of its id.
fn kind(pattern: Pattern<'_>) -> &str {
    pattern.id().split('/').next().unwrap_or_default()
}

/// Lists patterns.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{Page, PatternFilter, patterns};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let filter = PatternFilter { category: Some("caching".to_owned()), ..PatternFilter::default() };
/// assert!(patterns(&registry, &filter, Page::ALL).unwrap().total_count > 0);
/// # }
/// ```
///
/// # Errors
/// When nothing has that category or kind, with those near to it.
pub fn patterns<'r>(registry: &'r Registry, filter: &PatternFilter, page: Page) -> Result<PatternList<'r>, NotFound> {
    let all = registry.patterns();
    let list = match &filter.category {
        Some(name) => {
            let known = all.categories().into_iter().map(Category::name).chain(CATEGORIES.iter().copied());
            if !known.clone().any(|known| known == name) {
                return Err(NotFound::new("category", name, known));
            }
            all.category(name)
        }
        None => all.all(),
    };
    let matching = list.into_iter().filter(|pattern| {
        filter.min_frequency.is_none_or(|least| pattern.frequency() >= least)
            && filter.min_confidence.is_none_or(|least| pattern.confidence() >= least)
            && filter.kind.as_deref().is_none_or(|wanted| kind(*pattern) == wanted)
    });
    let (total_count, patterns) = page.of(matching);
    Ok(PatternList { format: FORMAT, registry, total_count, patterns })
}

/// The answer to "what is this pattern?"; made by [`pattern`].
#[derive(Clone, Debug, Serialize)]
pub struct PatternAnswer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// The pattern.
    #[serde(flatten)]
    pub pattern: Pattern<'r>,
    /// The places that do without it.
    pub deviations: Vec<Deviation<'r>>,
}

/// Finds a pattern by id or name.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let answer = etched::query::pattern(&registry, "middleware/auth/delete").unwrap();
/// assert_eq!(answer.pattern.support(), Some((23, 24)));
/// assert_eq!(answer.deviations.len(), 1);
/// # }
/// ```
///
/// Cost: one hash, one probe, and one look at each deviation.
///
/// # Errors
/// When there is none, with the ids and names near to it.
pub fn pattern<'r>(registry: &'r Registry, id_or_name: &str) -> Result<PatternAnswer<'r>, NotFound> {
    let all = registry.patterns().all().into_iter();
    let pattern = registry.pattern(id_or_name).ok_or_else(|| {
        NotFound::new("pattern", id_or_name, all.clone().map(Pattern::id).chain(all.clone().map(Pattern::name)))
    })?;
    let deviations =
        registry.deviations().into_iter().filter(|deviation| deviation.pattern() == pattern.id()).collect();
    Ok(PatternAnswer { format: FORMAT, pattern, deviations })
}

/// Which deviations are wanted; what is `None` does not narrow. [`deviations`] has an example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviationFilter {
    /// Id of the pattern.
    pub pattern: Option<String>,
    /// Name of the resource.
    pub resource: Option<String>,
}

/// The answer to "where is a well-supported pattern absent?"; made by [`deviations`].
#[derive(Clone, Debug, Serialize)]
pub struct Deviations<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page, best supported first.
    pub deviations: Vec<Deviation<'r>>,
}

/// Lists deviations.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// use etched::query::{DeviationFilter, Page, deviations};
///
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let answer = deviations(&registry, &DeviationFilter::default(), Page::ALL);
/// assert_eq!((answer.total_count, answer.deviations[0].subject()), (3, "Coupon.created_at"));
/// # }
/// ```
///
/// Cost: one look at each deviation.
#[must_use]
pub fn deviations<'r>(registry: &'r Registry, filter: &DeviationFilter, page: Page) -> Deviations<'r> {
    let matching = registry.deviations().into_iter().filter(|deviation| {
        filter.pattern.as_deref().is_none_or(|wanted| deviation.pattern() == wanted)
            && filter.resource.as_deref().is_none_or(|wanted| deviation.resource().map(Resource::name) == Some(wanted))
    });
    let (total_count, deviations) = page.of(matching);
    Deviations { format: FORMAT, total_count, deviations }
}
