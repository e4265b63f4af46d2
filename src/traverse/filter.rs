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
    #[inline]
    pub(crate) fn contains(&self, kind: u32) -> bool {
        match self {
            Self::All => true,
            Self::Few(bits) => kind < 64 && bits >> kind & 1 == 1,
            Self::Many(words) => words.get(kind as usize / 64).is_some_and(|word| word >> (kind % 64) & 1 == 1),
        }
    }

    /// Adds the kind of that name; a usual one that this image has no edge of adds nothing.
    pub(crate) fn add(&mut self, image: Image<'_>, name: &str) -> Result<(), GraphError> {
        if *self == Self::All {
            *self = Self::Few(0);
        }
        let kinds = image.rows::<rows::EdgeKind>();
        let Some(id) = (0..kinds.len()).find(|&id| image.str(kinds.get(id).name()) == name) else {
            return if USUAL.contains(&name) { Ok(()) } else { Err(unknown(image, name)) };
        };
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
