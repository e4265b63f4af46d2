//! What does a change break?

use serde::{Serialize, Serializer};

use super::request::request;
use super::{Error, FORMAT, Question, location};
use crate::graph::{Change, Effect, ImpactCounts, Reason, Severity};
use crate::handle::Location;
use crate::registry::Registry;

request! {
    /// Asks what a change does to everything that depends on what is changed.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::query::{Question, impact};
    /// use etched::{Change, Severity};
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let answer = impact::Request::new("Brand").change(Change::Delete).ask(&registry).unwrap();
    /// assert!(answer.affected.iter().any(|each| each.name == "Product" && each.severity == Severity::Medium));
    /// # }
    /// ```
    ///
    /// Cost: that of [`Registry::impact`].
    needs {
        /// What is changed: a resource, or `middleware:auth` and so on.
        name,
    }
    may {
        /// The change; it is deleted where nothing is said.
        change: one(Change),
    }
}

/// The answer: what is affected, and how.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answer<'r> {
    /// Version of the shape.
    pub format: u32,
    /// Id of the node that is changed.
    pub start: String,
    /// The change.
    pub change: Change,
    /// How many are affected, and how.
    pub counts: ImpactCounts,
    /// Those affected, by distance.
    pub affected: Vec<Affected<'r>>,
    /// Where what is changed is declared; in JSON `file_path` and `line_number`, where known.
    #[serde(flatten, serialize_with = "location::known_only")]
    pub location: Location<'r>,
}

/// What a change affects, and how.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Affected<'r> {
    /// Id, such as `resource:Post` or `hook:Post.before_create`.
    pub id: String,
    /// Kind of its node, or `hook`.
    pub kind: &'static str,
    /// Name without the kind.
    pub name: String,
    /// Steps from the change.
    pub distance: u32,
    /// How bad the worst is that happens to it.
    pub severity: Severity,
    /// The worst that happens to it.
    pub effect: Effect,
    /// Why, the worst first; in JSON also as sentences, in `reason`.
    #[serde(flatten, serialize_with = "in_words_too")]
    pub reasons: Vec<Reason<'r>>,
    /// Where it is declared; in JSON `file_path` and `line_number`, where known.
    #[serde(flatten, serialize_with = "location::known_only")]
    pub location: Location<'r>,
}

fn in_words_too<S: Serializer>(reasons: &[Reason<'_>], to: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Keys<'a, 'r> {
        reason: String,
        reasons: &'a [Reason<'r>],
    }
    let sentences: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    Keys { reason: sentences.join("; "), reasons }.serialize(to)
}

impl<'r> Affected<'r> {
    fn new(affected: &crate::graph::Affected<'r>) -> Self {
        Self {
            id: affected.id(),
            kind: affected.kind(),
            name: affected.name(),
            distance: affected.distance(),
            severity: affected.severity(),
            effect: affected.effect(),
            reasons: affected.reasons().to_vec(),
            location: affected.location(),
        }
    }
}

impl Question for Request {
    type Answer<'r> = Answer<'r>;

    fn ask<'r>(&self, registry: &'r Registry) -> Result<Answer<'r>, Error> {
        let impact = registry.impact(&self.name, self.change)?;
        Ok(Answer {
            format: FORMAT,
            start: impact.start().id(),
            change: impact.change(),
            counts: impact.counts(),
            affected: impact.affected().iter().map(Affected::new).collect(),
            location: impact.start().location(),
        })
    }
}
