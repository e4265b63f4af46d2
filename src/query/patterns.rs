//! What is done in one way in several places?

use serde::Serialize;

use super::request::request;
use super::{Error, FORMAT, Note, Page, Question, Subject};
use crate::handle::{Category, Pattern};
use crate::registry::Registry;

/// The categories patterns of schemas have; a document may have others.
///
/// ```
/// assert!(etched::query::patterns::CATEGORIES.contains(&"caching"));
/// ```
pub const CATEGORIES: &[&str] =
    &["authentication", "caching", "rate_limiting", "cors", "general", "hook", "validation", "relationship", "scope"];

request! {
    /// Asks for patterns: those that all filters let through.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, patterns};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = patterns::Request::default().category("caching").ask(&registry).unwrap();
    /// assert!(answer.total_count > 0);
    /// assert!(patterns::Request::default().category("cashing").ask(&registry).is_err());
    /// # }
    /// ```
    may {
        /// Category.
        category: text,
        /// Uses at least.
        min_frequency: number,
        /// Confidence at least, 0 to 1.
        min_confidence: ratio,
        /// What the id starts with, such as `middleware`.
        kind: text,
        /// Patterns at most.
        limit: size,
        /// Patterns left out at the start.
        offset: skip,
    }
}

/// The answer: a page of patterns, by frequency, then id.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page.
    pub patterns: Vec<Pattern<'r>>,
    /// The categories of the page, in the order their first patterns have there.
    pub categories: Vec<Coverage<'r>>,
    /// Resources of the application, of which a category covers some.
    pub resource_count: usize,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// How many resources use a category of patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Coverage<'r> {
    /// Name of the category.
    pub name: &'r str,
    /// Distinct resources that use one of its patterns.
    pub covered: u32,
}

/// Returns the kind of a pattern: what is before the first `/` of its id.
fn kind(pattern: Pattern<'_>) -> &str {
    pattern.id().split('/').next().unwrap_or_default()
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    /// # Errors
    /// When nothing has that category, with similar ones.
    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let all = registry.patterns();
        let list = match &self.category {
            Some(name) => {
                let known = all.categories().into_iter().map(Category::name);
                if !known.clone().chain(CATEGORIES.iter().copied()).any(|known| known == name) {
                    let next_step = match known.clone().collect::<Vec<_>>() {
                        none if none.is_empty() => "There are no patterns.".to_owned(),
                        names => format!("Categories: {}.", names.join(", ")),
                    };
                    let known = known.chain(CATEGORIES.iter().copied());
                    return Err(Error::unknown(Subject::Category, name, known).next(next_step));
                }
                all.category(name)
            }
            None => all.all(),
        };
        let mut notes = Vec::new();
        if let Some(name) = self.kind.as_deref().filter(|name| !all.into_iter().any(|pattern| kind(pattern) == *name))
        {
            let mut known: Vec<&str> = all.into_iter().map(kind).collect();
            known.sort_unstable();
            known.dedup();
            notes.push(Note::unknown_among(Subject::PatternKind, name, known));
        }
        let matching = list.into_iter().filter(|pattern| {
            self.min_frequency.is_none_or(|least| pattern.frequency() >= least)
                && self.min_confidence.is_none_or(|least| pattern.confidence() >= least)
                && self.kind.as_deref().is_none_or(|wanted| kind(*pattern) == wanted)
        });
        let (total_count, patterns) = Page::new(self.offset, self.limit).of(matching);
        let mut categories: Vec<Coverage<'_>> = Vec::new();
        for name in patterns.iter().map(|pattern| pattern.category()) {
            if !categories.iter().any(|known| known.name == name) {
                let category = all.categories().into_iter().find(|known| known.name() == name);
                categories.push(Coverage { name, covered: category.map_or(0, Category::covered) });
            }
        }
        let resource_count = registry.resources().len();
        Ok(Answer { format: FORMAT, total_count, patterns, categories, resource_count, notes })
    }
}
