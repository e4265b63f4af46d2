//! Which edges and nodes a walk takes.

use std::sync::Arc;

use etched_core::Image;
use etched_core::layout as rows;

use crate::error::GraphError;
use crate::graph::NodeKind;

/// Edge kinds every application may have, whether this one does or not: asking for them is no mistake.
const USUAL: [&str; 8] =
    ["belongs_to", "calls", "has_many", "has_many_through", "has_one", "references", "serves", "uses"];

/// A set of edge kinds, by id.
///
/// Nearly every application has fewer than 64 kinds; a document may have any number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum EdgeKinds {
    All,
    Few(u64),
    Many(Arc<[u64]>),
}

impl EdgeKinds {
    /// The first 64 kinds as bits, and all of them where there are more.
    #[inline]
    pub(crate) fn bits(&self) -> (u64, &[u64]) {
        match self {
            Self::All => (u64::MAX, &[]),
            Self::Few(bits) => (*bits, &[]),
            Self::Many(words) => (words.first().copied().unwrap_or(0), words),
        }
    }

    /// Whether every kind is in it.
    #[inline]
    pub(crate) fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }

    /// Adds the kind of that name; a usual one that this image has no edge of adds nothing.
    pub(crate) fn add(&mut self, image: Image<'_>, name: &str) -> Result<(), GraphError> {
        if self.is_all() {
            *self = Self::Few(0);
        }
        let kinds = image.rows::<rows::EdgeKind>();
        // Kinds are sorted by name.
        let (mut id, mut end) = (0, kinds.len());
        while id < end {
            let middle = id + (end - id) / 2;
            if image.str(kinds.get(middle).name()) < name {
                id = middle + 1;
            } else {
                end = middle;
            }
        }
        if id == kinds.len() || image.str(kinds.get(id).name()) != name {
            return if USUAL.contains(&name) { Ok(()) } else { Err(unknown(image, name)) };
        }
        let (word, bit) = (id as usize / 64, 1 << (id % 64));
        match self {
            Self::Few(bits) if word == 0 => *bits |= bit,
            _ => {
                let mut words = match self {
                    Self::Many(words) => words.to_vec(),
                    Self::Few(bits) => vec![*bits],
                    Self::All => Vec::new(),
                };
                words.resize(words.len().max(word + 1), 0);
                words[word] |= bit;
                *self = Self::Many(words.into());
            }
        }
        Ok(())
    }
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
        let Some(kind) = NodeKind::ALL.into_iter().find(|kind| kind.name() == name) else {
            let valid = NodeKind::ALL.map(|kind| kind.name().to_owned()).to_vec();
            return Err(GraphError::UnknownNodeKind { name: name.to_owned(), valid });
        };
        let before = if *self == Self::ALL { 0 } else { self.0 };
        self.0 = before | 1 << kind as u8;
        Ok(())
    }
}
