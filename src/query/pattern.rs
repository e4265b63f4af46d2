//! What is this pattern?

use serde::Serialize;

use super::request::request;
use super::{Error, FORMAT, Question, Subject};
use crate::handle::{Deviation, Pattern};
use crate::registry::Registry;

request! {
    /// Asks for one pattern, with its template and its examples.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, pattern};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = pattern::Request::new("middleware/auth/delete").ask(&registry).unwrap();
    /// assert_eq!(answer.pattern.support(), Some((23, 24)));
    /// assert_eq!(answer.deviations.len(), 1);
    /// # }
    /// ```
    ///
    /// Cost: one hash, one probe, and one look at each deviation.
    needs {
        /// Its id or name.
        id,
    }
    may {}
}

/// The answer: the record of the pattern, and where it is absent.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// The pattern; in JSON the keys of its record.
    #[serde(flatten)]
    pub pattern: Pattern<'r>,
    /// The places that lack it.
    pub deviations: Vec<Deviation<'r>>,
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let pattern = registry.pattern(&self.id).ok_or_else(|| {
            let all = registry.patterns().all().into_iter();
            let known = all.clone().map(Pattern::id).chain(all.map(Pattern::name));
            Error::unknown(Subject::Pattern, &self.id, known)
                .next(format!("`patterns` lists all {}.", registry.patterns().len()))
        })?;
        let deviations =
            registry.deviations().into_iter().filter(|deviation| deviation.pattern() == pattern.id()).collect();
        Ok(Answer { format: FORMAT, pattern, deviations })
    }
}
