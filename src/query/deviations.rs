//! Where is a well-supported pattern absent?

use serde::Serialize;

use super::request::request;
use super::{Error, FORMAT, Note, Page, Question, Subject};
use crate::handle::{Deviation, Pattern, Resource};
use crate::registry::Registry;

request! {
    /// Asks for deviations: those that all filters let through.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, deviations};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = deviations::Request::default().ask(&registry).unwrap();
    /// assert_eq!((answer.total_count, answer.deviations[0].subject()), (3, "Coupon.created_at"));
    /// # }
    /// ```
    ///
    /// Cost: one look at each deviation.
    may {
        /// Id of the pattern.
        pattern: text,
        /// Name of the resource.
        resource: text,
        /// Deviations at most.
        limit: size,
        /// Deviations left out at the start.
        offset: skip,
    }
}

/// The answer: a page of deviations, best supported first.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Matches, those outside the page included.
    pub total_count: usize,
    /// The page.
    pub deviations: Vec<Deviation<'r>>,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Request {
    /// Notes which filter nothing can ever pass.
    fn notes(&self, registry: &Registry) -> Vec<Note> {
        let mut notes = Vec::new();
        if let Some(id) = self.pattern.as_deref().filter(|id| registry.pattern(id).is_none()) {
            let known = registry.patterns().all().into_iter().map(Pattern::id);
            notes.push(Note::unknown(Subject::Pattern, id, known));
        }
        if let Some(name) = self.resource.as_deref().filter(|name| registry.resource(name).is_none()) {
            let known = registry.resources().into_iter().map(Resource::name);
            notes.push(Note::unknown(Subject::Resource, name, known));
        }
        notes
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let matching = registry.deviations().into_iter().filter(|deviation| {
            self.pattern.as_deref().is_none_or(|wanted| deviation.pattern() == wanted)
                && self
                    .resource
                    .as_deref()
                    .is_none_or(|wanted| deviation.resource_name() == wanted)
        });
        let (total_count, deviations) = Page::new(self.offset, self.limit).of(matching);
        let notes = if total_count == 0 { self.notes(registry) } else { Vec::new() };
        Ok(Answer { format: FORMAT, total_count, deviations, notes })
    }
}
