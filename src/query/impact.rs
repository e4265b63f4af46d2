//! What a change does.

use super::FORMAT;
use crate::graph::{Affected, Impact, ImpactCounts};

/// The answer of `impact`; made by [`ImpactAnswer::new`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ImpactAnswer {
    /// Version of the shape.
    pub format: u32,
    /// Id of the node that is changed.
    pub start: String,
    /// `delete`, `rename` or `remove`.
    pub change: &'static str,
    /// How many are affected, and how.
    pub counts: ImpactCounts,
    /// Those affected, by distance.
    pub affected: Vec<AffectedAnswer>,
}

/// A dependent in an [`ImpactAnswer`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AffectedAnswer {
    /// Id, such as `resource:Post` or `hook:Post.before_create`.
    pub id: String,
    /// Kind of its node, or `hook`.
    pub kind: &'static str,
    /// Name without the kind.
    pub name: String,
    /// Steps from the change.
    pub distance: u32,
    /// `critical`, `high`, `medium` or `low`.
    pub severity: &'static str,
    /// Why.
    pub reason: String,
}

impl ImpactAnswer {
    /// Names what [`Registry::impact`](crate::Registry::impact) found.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let impact = registry.impact("Brand", etched::Change::Delete).unwrap();
    /// let answer = etched::query::ImpactAnswer::new(&impact);
    /// assert!(answer.affected.iter().any(|each| each.name == "Product" && each.severity == "medium"));
    /// # }
    /// ```
    #[must_use]
    pub fn new(impact: &Impact<'_>) -> Self {
        Self {
            format: FORMAT,
            start: impact.start().id(),
            change: impact.change().name(),
            counts: impact.counts(),
            affected: impact.affected().iter().map(AffectedAnswer::new).collect(),
        }
    }
}

impl AffectedAnswer {
    fn new(line: &Affected<'_>) -> Self {
        Self {
            id: line.id(),
            kind: line.kind(),
            name: line.name(),
            distance: line.distance(),
            severity: line.severity().name(),
            reason: line.reason().to_owned(),
        }
    }
}
