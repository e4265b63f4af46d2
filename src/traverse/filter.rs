//! Which edges and nodes a walk takes.

use std::sync::Arc;

use etched_core::Image;
use etched_core::layout as rows;

use crate::error::GraphError;
use crate::graph::NodeKind;

/// Edge kinds every application may have, whether this one does or not: asking for them is no mistake.
const USUAL: [&str; 8] =
    ["belongs_to", "calls", "has_many", "has_many_through", "has_one", "references", "serves", "uses"];

/// Edge kinds that stand for no relationship.
const DERIVED: [&str; 4] = ["calls", "references", "serves", "uses"];

/// A set of edge kinds, by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EdgeKinds {
    /// The first 64 kinds as bits. Nearly every application has fewer; a document may have any number.
    first: u64,
    /// The others.
    more: Option<Arc<[u64]>>,
    extent: Extent,
}

/// What is known of a set without looking at its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// Every kind.
    All,
    /// Only kinds that relationships have.
    Relationships,
    /// Some kinds.
    Some,
}

impl EdgeKinds {
    pub(crate) const ALL: Self = Self { first: u64::MAX, more: None, extent: Extent::All };

    /// The first 64 kinds as bits.
    #[inline]
    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    /// Whether every kind is in it.
    #[inline]
    pub(crate) fn is_all(&self) -> bool {
        self.extent == Extent::All
    }

    /// Whether no kind is in it but those that relationships have.
    #[inline]
    pub(crate) fn are_relationships(&self) -> bool {
        self.extent == Extent::Relationships
    }

    /// Whether a kind is in it.
    pub(crate) fn contains(&self, kind: u32) -> bool {
        let (word, bit) = (kind as usize / 64, kind % 64);
        match (word.checked_sub(1), &self.more) {
            (None, _) => self.first >> bit & 1 == 1,
            (Some(word), Some(more)) => more.get(word).is_some_and(|bits| bits >> bit & 1 == 1),
            (Some(_), None) => self.is_all(),
        }
    }

    /// Adds the kind of that name; a usual one that this image has no edge of adds nothing.
    pub(crate) fn add(&mut self, image: Image<'_>, name: &str) -> Result<(), GraphError> {
        if self.is_all() {
            *self = Self { first: 0, more: None, extent: Extent::Relationships };
        }
        if DERIVED.contains(&name) {
            self.extent = Extent::Some;
        }
        let Some(id) = number(image, name) else {
            return if USUAL.contains(&name) { Ok(()) } else { Err(unknown(image, name)) };
        };
        let bit = 1 << (id % 64);
        match (id as usize / 64).checked_sub(1) {
            None => self.first |= bit,
            Some(word) => {
                let mut words = self.more.as_deref().unwrap_or_default().to_vec();
                words.resize(words.len().max(word + 1), 0);
                words[word] |= bit;
                self.more = Some(words.into());
            }
        }
        Ok(())
    }
}

/// The id of the kind of that name.
fn number(image: Image<'_>, name: &str) -> Option<u32> {
    let kinds = image.rows::<rows::EdgeKind>();
    // Kinds are sorted by name. Among the few there usually are, most differ in length already.
    let (mut start, mut end) = (0, kinds.len());
    while end - start > 16 {
        let middle = start + (end - start) / 2;
        if image.str(kinds.get(middle).name()) < name {
            start = middle;
        } else {
            end = middle + 1;
        }
    }
    (start..end).find(|&id| image.str(kinds.get(id).name()) == name)
}

#[cold]
fn unknown(image: Image<'_>, name: &str) -> GraphError {
    let kinds = image.rows::<rows::EdgeKind>();
    let mut valid: Vec<String> =
        kinds.iter().map(|kind| image.str(kind.name())).chain(USUAL).map(str::to_owned).collect();
    valid.sort_unstable();
    valid.dedup();
    GraphError::UnknownEdgeKind { name: name.to_owned(), valid }
}

/// A set of node kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeKinds(u8);

impl NodeKinds {
    /// As bits.
    #[inline]
    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    pub(crate) const ALL: Self = Self(0b1111);

    #[inline]
    pub(crate) fn contains(self, kind: NodeKind) -> bool {
        self.0 >> kind as u8 & 1 == 1
    }

    pub(crate) fn add(&mut self, name: &str) -> Result<(), GraphError> {
        let Some(kind) = NodeKind::named(name) else {
            let valid = NodeKind::ALL.map(|kind| kind.name().to_owned()).to_vec();
            return Err(GraphError::UnknownNodeKind { name: name.to_owned(), valid });
        };
        let before = if *self == Self::ALL { 0 } else { self.0 };
        self.0 = before | 1 << kind as u8;
        Ok(())
    }
}
