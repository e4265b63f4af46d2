//! Views over lists: nothing is copied, everything is looked up when asked for.

use etched_core::cell::{self, Str};
use etched_core::layout::{self as rows, Home};
use etched_core::{Ids, Rows};

use crate::handle::{Handle, Relationship};
use crate::registry::Registry;

/// A list of handles.
///
/// A view of a slice in the image: `len` and `get` are constant-time, iterating allocates nothing.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let fields = registry.resource("Article").unwrap().fields();
/// assert_eq!(fields.first().unwrap().name(), "id");
/// assert_eq!(fields.get(fields.len()), None);
/// let required = fields.into_iter().filter(|field| field.required()).count();
/// assert!(required < fields.len());
/// # }
/// ```
pub struct List<'r, H> {
    registry: &'r Registry,
    items: Items<'r>,
    handle: std::marker::PhantomData<fn() -> H>,
}

#[derive(Clone, Copy)]
enum Items<'r> {
    Run { start: u32, len: u32 },
    Ids(Ids<'r, ()>),
}

impl<H> Clone for List<'_, H> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<H> Copy for List<'_, H> {}

impl<'r, H: Handle<'r>> List<'r, H> {
    #[inline]
    fn new(registry: &'r Registry, items: Items<'r>) -> Self {
        Self { registry, items, handle: std::marker::PhantomData }
    }

    #[inline]
    pub(crate) fn all(registry: &'r Registry) -> Self {
        Self::new(registry, Items::Run { start: 0, len: registry.image().rows::<H::Row>().len() })
    }

    #[inline]
    pub(crate) fn empty(registry: &'r Registry) -> Self {
        Self::new(registry, Items::Run { start: 0, len: 0 })
    }

    #[inline]
    pub(crate) fn run(registry: &'r Registry, range: cell::Range<H::Row>) -> Self {
        Self::new(registry, Items::Run { start: range.start, len: range.len })
    }

    #[inline]
    pub(crate) fn ids(registry: &'r Registry, list: cell::List<H::Row>) -> Self {
        Self::new(registry, Items::Ids(registry.image().list(cell::List::new(list.start, list.len))))
    }

    /// Returns how many there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        match self.items {
            Items::Run { len, .. } => len as usize,
            Items::Ids(ids) => ids.len(),
        }
    }

    /// Returns whether there are none.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the one at `index`.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<H> {
        let id = match self.items {
            Items::Run { start, len } => (index < len as usize).then(|| start + index as u32),
            Items::Ids(ids) => ids.get(index),
        };
        id.map(|id| H::new(self.registry, id))
    }

    /// Returns the first.
    #[inline]
    #[must_use]
    pub fn first(&self) -> Option<H> {
        self.get(0)
    }

    /// Returns whether an index is in a list whose indexes ascend.
    pub(crate) fn contains_sorted(&self, index: u32) -> bool {
        match self.items {
            Items::Run { start, len } => index.checked_sub(start).is_some_and(|at| at < len),
            Items::Ids(ids) => {
                let (mut low, mut high) = (0, ids.len());
                while low < high {
                    let middle = usize::midpoint(low, high);
                    match ids.get(middle) {
                        Some(id) if id < index => low = middle + 1,
                        _ => high = middle,
                    }
                }
                ids.get(low) == Some(index)
            }
        }
    }

    /// Iterates over the handles.
    #[inline]
    #[must_use]
    pub fn iter(&self) -> ListIter<'r, H> {
        ListIter { list: *self, next: 0, end: self.len() }
    }
}

impl<'r, H: Handle<'r>> IntoIterator for List<'r, H> {
    type Item = H;
    type IntoIter = ListIter<'r, H>;
    #[inline]
    fn into_iter(self) -> ListIter<'r, H> {
        self.iter()
    }
}

impl<'r, H: Handle<'r>> IntoIterator for &List<'r, H> {
    type Item = H;
    type IntoIter = ListIter<'r, H>;
    #[inline]
    fn into_iter(self) -> ListIter<'r, H> {
        self.iter()
    }
}

impl<'r, H: Handle<'r> + std::fmt::Debug> std::fmt::Debug for List<'r, H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Iterates over a [`List`], from both ends; made by [`List::iter`].
pub struct ListIter<'r, H> {
    list: List<'r, H>,
    next: usize,
    end: usize,
}

impl<H> Clone for ListIter<'_, H> {
    fn clone(&self) -> Self {
        Self { list: self.list, next: self.next, end: self.end }
    }
}

impl<'r, H: Handle<'r>> Iterator for ListIter<'r, H> {
    type Item = H;
    #[inline]
    fn next(&mut self) -> Option<H> {
        if self.next == self.end {
            return None;
        }
        self.next += 1;
        self.list.get(self.next - 1)
    }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
    #[inline]
    fn nth(&mut self, n: usize) -> Option<H> {
        self.next = self.next.saturating_add(n).min(self.end);
        self.next()
    }
}

impl<'r, H: Handle<'r>> DoubleEndedIterator for ListIter<'r, H> {
    #[inline]
    fn next_back(&mut self) -> Option<H> {
        if self.next == self.end {
            return None;
        }
        self.end -= 1;
        self.list.get(self.end)
    }
}

impl<'r, H: Handle<'r>> ExactSizeIterator for ListIter<'r, H> {}
impl<'r, H: Handle<'r>> std::iter::FusedIterator for ListIter<'r, H> {}

/// Declares the iterator of a view whose elements are found by index, and `IntoIterator` by value and by reference.
macro_rules! iterator {
    ($(#[$doc:meta])* $Iter:ident over $View:ident gives $Item:ty: |$list:ident, $at:ident| $get:expr) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $Iter<'r> {
            list: $View<'r>,
            rest: std::ops::Range<usize>,
        }

        impl<'r> Iterator for $Iter<'r> {
            type Item = $Item;
            #[inline]
            fn next(&mut self) -> Option<$Item> {
                let $list = self.list;
                self.rest.next().map(|$at| $get)
            }
            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.rest.size_hint()
            }
            #[inline]
            fn nth(&mut self, n: usize) -> Option<$Item> {
                let $list = self.list;
                self.rest.nth(n).map(|$at| $get)
            }
        }

        impl DoubleEndedIterator for $Iter<'_> {
            #[inline]
            fn next_back(&mut self) -> Option<Self::Item> {
                let $list = self.list;
                self.rest.next_back().map(|$at| $get)
            }
        }

        impl ExactSizeIterator for $Iter<'_> {}
        impl std::iter::FusedIterator for $Iter<'_> {}

        impl std::fmt::Debug for $Iter<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_list().entries(self.clone()).finish()
            }
        }

        impl<'r> IntoIterator for $View<'r> {
            type Item = $Item;
            type IntoIter = $Iter<'r>;
            #[inline]
            fn into_iter(self) -> $Iter<'r> {
                self.iter()
            }
        }

        impl<'r> IntoIterator for &$View<'r> {
            type Item = $Item;
            type IntoIter = $Iter<'r>;
            #[inline]
            fn into_iter(self) -> $Iter<'r> {
                self.iter()
            }
        }
    };
}

/// A list of texts.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let status = registry.resource("Article").unwrap().field("status").unwrap();
/// assert!(status.values().iter().eq(["draft", "editing", "published"]));
/// assert_eq!(status.values().get(0), Some("draft"));
/// # }
/// ```
///
/// A view, like [`List`]: `len` and `get` are constant-time, iterating allocates nothing.
#[derive(Clone, Copy)]
pub struct Texts<'r> {
    registry: &'r Registry,
    source: Source<'r>,
}

#[derive(Clone, Copy)]
enum Source<'r> {
    Ids(Ids<'r, Str>),
    Constraints(Ids<'r, rows::FieldConstraint>),
    Types,
    Middleware,
}

impl<'r> Texts<'r> {
    pub(crate) fn ids(registry: &'r Registry, list: cell::List<Str>) -> Self {
        Self { registry, source: Source::Ids(registry.image().list(list)) }
    }

    pub(crate) fn constraints(registry: &'r Registry, list: cell::List<rows::FieldConstraint>) -> Self {
        Self { registry, source: Source::Constraints(registry.image().list(list)) }
    }

    pub(crate) fn types(registry: &'r Registry) -> Self {
        Self { registry, source: Source::Types }
    }

    pub(crate) fn middleware(registry: &'r Registry) -> Self {
        Self { registry, source: Source::Middleware }
    }

    fn rows<R: Home>(self) -> Rows<'r, R> {
        self.registry.image().rows::<R>()
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(self) -> usize {
        match self.source {
            Source::Ids(ids) => ids.len(),
            Source::Constraints(ids) => ids.len(),
            Source::Types => self.rows::<rows::TypeName>().len() as usize,
            Source::Middleware => self.rows::<rows::Middleware>().len() as usize,
        }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the text at `index`.
    #[must_use]
    pub fn get(self, index: usize) -> Option<&'r str> {
        if index >= self.len() {
            return None;
        }
        let at = index as u32;
        let id = match self.source {
            Source::Ids(ids) => Str(ids.get(index)?),
            Source::Constraints(ids) => self.rows::<rows::FieldConstraint>().get(ids.get(index)?).text(),
            Source::Types => self.rows::<rows::TypeName>().get(at).name(),
            Source::Middleware => self.rows::<rows::Middleware>().get(at).name(),
        };
        Some(self.registry.image().str(id))
    }

    /// Iterates over the texts.
    #[must_use]
    pub fn iter(self) -> TextsIter<'r> {
        TextsIter { list: self, rest: 0..self.len() }
    }
}

iterator! {
    /// Iterates over [`Texts`], from both ends; made by [`Texts::iter`].
    TextsIter over Texts gives &'r str: |list, at| list.get(at).unwrap_or_default()
}

impl std::fmt::Debug for Texts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A list of keys and values.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let meta = registry.resource("Article").unwrap().meta();
/// assert_eq!(meta.get("area"), Some("\"magazine\""));
/// assert_eq!(meta.iter().next(), Some(("area", "\"magazine\"")));
/// # }
/// ```
///
/// A view, like [`List`]: iterating allocates nothing, and `get` is a scan.
#[derive(Clone, Copy)]
pub struct Pairs<'r> {
    registry: &'r Registry,
    range: cell::Range<rows::Pair>,
}

impl<'r> Pairs<'r> {
    pub(crate) fn new(registry: &'r Registry, range: cell::Range<rows::Pair>) -> Self {
        Self { registry, range }
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.range.len as usize
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<&'r str> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    fn at(self, index: usize) -> (&'r str, &'r str) {
        let image = self.registry.image();
        let pair = image.rows::<rows::Pair>().get(self.range.start + index as u32);
        (image.str(pair.key()), image.str(pair.value()))
    }

    /// Iterates over keys and values, in declaration order.
    #[must_use]
    pub fn iter(self) -> PairsIter<'r> {
        PairsIter { list: self, rest: 0..self.len() }
    }
}

iterator! {
    /// Iterates over [`Pairs`], from both ends; made by [`Pairs::iter`].
    PairsIter over Pairs gives (&'r str, &'r str): |list, at| list.at(at)
}

impl std::fmt::Debug for Pairs<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// The relationships that point to a name; made by [`Registry::relationships_to`].
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let incoming = registry.relationships_to("User");
/// assert_eq!(incoming.first().unwrap().target_name(), "User");
/// for relationship in &incoming {
///     println!("{}.{}", relationship.resource().name(), relationship.name());
/// }
/// # }
/// ```
///
/// A view, like [`List`]: nothing is copied. Of a resource it is a slice of the image; of a name no resource has, a scan
/// of all relationships.
#[derive(Clone, Copy)]
pub struct Incoming<'r> {
    list: List<'r, Relationship<'r>>,
    /// What the target of each is compared with, where the list has others.
    target: Option<&'r str>,
}

impl<'r> Incoming<'r> {
    pub(crate) fn new(list: List<'r, Relationship<'r>>, target: Option<&'r str>) -> Self {
        Self { list, target }
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.target.is_none() { self.list.len() } else { self.iter().count() }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }

    /// Returns the first.
    #[must_use]
    pub fn first(&self) -> Option<Relationship<'r>> {
        self.iter().next()
    }

    /// Iterates over the relationships, in declaration order.
    #[must_use]
    pub fn iter(&self) -> IncomingIter<'r> {
        IncomingIter { list: self.list.iter(), target: self.target }
    }
}

/// Iterates over [`Incoming`]; made by [`Incoming::iter`].
#[derive(Clone)]
pub struct IncomingIter<'r> {
    list: ListIter<'r, Relationship<'r>>,
    target: Option<&'r str>,
}

impl<'r> Iterator for IncomingIter<'r> {
    type Item = Relationship<'r>;
    fn next(&mut self) -> Option<Relationship<'r>> {
        self.list.find(|relationship| self.target.is_none_or(|target| relationship.target_name() == target))
    }
}

impl std::iter::FusedIterator for IncomingIter<'_> {}

impl<'r> IntoIterator for Incoming<'r> {
    type Item = Relationship<'r>;
    type IntoIter = IncomingIter<'r>;
    fn into_iter(self) -> IncomingIter<'r> {
        self.iter()
    }
}

impl<'r> IntoIterator for &Incoming<'r> {
    type Item = Relationship<'r>;
    type IntoIter = IncomingIter<'r>;
    fn into_iter(self) -> IncomingIter<'r> {
        self.iter()
    }
}

impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl std::fmt::Debug for IncomingIter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
