//! Entity hashes: what a resource, a route and the application mean, in 128 bits.
//!
//! Over names in place of ids and the members that mean something by the table of members: without file, line or
//! patterns, so that moving a declaration changes nothing.
//! The root digest is the hash of the sorted entity hashes.

use std::collections::{BTreeMap, HashMap};

use etched_core::hash::{Hash128, hash128};
use etched_core::layout::{Application, EntityHash, Section};
use etched_core::{Header, Image, Strip, numbering};

use crate::members::says;
use crate::model::{self, Alternative, Authentication, Chain, FieldConstraint, Model, Resource, Text, Type};

/// The hashes of a model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Digests {
    /// Of the application directive.
    pub(super) application: [u8; 16],
    /// Of each resource.
    pub(super) resources: Vec<[u8; 16]>,
    /// Of each route.
    pub(super) routes: Vec<[u8; 16]>,
    /// Of everything.
    pub(super) root: [u8; 16],
}

impl Digests {
    /// Returns those an image states.
    pub(super) fn stated(image: Image<'_>) -> Self {
        let hashes = |section| image.rows_of::<EntityHash>(section).iter().map(|row| row.hash()).collect();
        Self {
            application: image.rows::<Application>().get(0).hash(),
            resources: hashes(Section::ResourceHash),
            routes: hashes(Section::RouteHash),
            root: image.digest(),
        }
    }

    /// Returns the fingerprint of the numbers that resources, routes and patterns have.
    pub(super) fn fingerprint(&self, model: &Model) -> u64 {
        let patterns = model.patterns.iter().map(|pattern| (&*pattern.id, &*pattern.name));
        numbering::fingerprint(self.resources.iter().copied(), self.routes.iter().copied(), patterns)
    }

    /// Computes them.
    #[must_use]
    pub(super) fn of(model: &Model) -> Self {
        let mut references: HashMap<&str, Vec<&str>> = HashMap::new();
        for reference in &model.references {
            references.entry(&reference.from).or_default().push(&reference.to);
        }
        let application = hash("application", &model.application);
        let resources: Vec<_> = model
            .resources
            .iter()
            .map(|resource| {
                let mut targets = references.remove(resource.name.as_str()).unwrap_or_default();
                targets.sort_unstable();
                resource_hash(resource, &targets)
            })
            .collect();
        let routes: Vec<_> = model.routes.iter().map(|route| hash("route", route)).collect();
        let mut all: Vec<[u8; 16]> = std::iter::once(&application).chain(&resources).chain(&routes).copied().collect();
        all.sort_unstable();
        Self { application, root: hash128(&all.concat()), resources, routes }
    }
}

/// Returns whether the hashes that an image states are those of what it says; `None` of an image of which parts were
/// stripped, since the hashes are over those, too.
///
/// The validation of an image (`etched_core::validate`) checks that its digest is made of its hashes, and no more: the
/// hashes are over names and texts in an order that only the compiler knows. Who compares digests to tell what two
/// images are, a build cache for example, and takes images from elsewhere, asks this as well. An image that passes was
/// not changed by accident; the hash is no cryptographic one, and no proof of who made it.
///
/// ```
/// use etched_compiler::model::Model;
/// use etched_compiler::{Strip, image};
///
/// let bytes = image::write(&Model::default(), Strip::NONE)?;
/// assert_eq!(image::hashes_hold(bytes.image()), Some(true));
/// # Ok::<(), image::WriteError>(())
/// ```
///
/// Cost: that of reading the model and hashing it, about 40 us a resource.
///
/// # Panics
/// When the bytes were not opened as an image before.
#[must_use]
pub fn hashes_hold(image: Image<'_>) -> Option<bool> {
    (header(image).strip == Strip::NONE).then(|| Digests::of(&super::read(image)) == Digests::stated(image))
}

/// Returns the header of an image that was opened.
pub(super) fn header(image: Image<'_>) -> Header {
    Header::read(image.records(), image.strings().len()).expect("an image has a header")
}

/// What is hashed: a text with its length, a list with its count, a record as the members that say anything, each behind
/// its key. So no two different values write the same bytes, and a member that a record has not changes no hash, be it
/// one that a later version adds.
///
/// Few entities fill the buffer; of those that do, no more is held than that.
struct Canon {
    buffer: Vec<u8>,
    hash: Hash128,
}

impl Canon {
    const BUFFER: usize = 64 << 10;

    fn new(what: &str) -> Self {
        let mut canon = Self { buffer: Vec::with_capacity(512), hash: Hash128::new() };
        what.put(&mut canon);
        canon
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if self.buffer.len() + bytes.len() > Self::BUFFER {
            self.hash.update(&self.buffer);
            self.buffer.clear();
            if bytes.len() > Self::BUFFER {
                return self.hash.update(bytes);
            }
        }
        self.buffer.extend_from_slice(bytes);
    }

    fn number(&mut self, number: usize) {
        self.bytes(&(number as u32).to_le_bytes());
    }

    fn member<M: Meaning + Default + PartialEq>(&mut self, key: &str, member: &M) {
        if says(member) {
            key.put(self);
            member.put(self);
        }
    }

    fn hash(mut self) -> [u8; 16] {
        self.hash.update(&self.buffer);
        self.hash.finish()
    }
}

/// What can be part of a hash.
trait Meaning {
    fn put(&self, to: &mut Canon);
}

impl Meaning for str {
    fn put(&self, to: &mut Canon) {
        to.number(self.len());
        to.bytes(self.as_bytes());
    }
}

impl Meaning for Text {
    fn put(&self, to: &mut Canon) {
        self.as_str().put(to);
    }
}

impl Meaning for Type {
    fn put(&self, to: &mut Canon) {
        self.text().put(to);
    }
}

impl Meaning for FieldConstraint {
    fn put(&self, to: &mut Canon) {
        self.text().put(to);
    }
}

impl Meaning for u32 {
    fn put(&self, to: &mut Canon) {
        to.bytes(&self.to_le_bytes());
    }
}

impl Meaning for bool {
    fn put(&self, to: &mut Canon) {
        to.bytes(&[u8::from(*self)]);
    }
}

impl<T: Meaning> Meaning for Option<T> {
    fn put(&self, to: &mut Canon) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }
}

impl<T: Meaning> Meaning for [T] {
    fn put(&self, to: &mut Canon) {
        to.number(self.len());
        for value in self {
            value.put(to);
        }
    }
}

impl<T: Meaning> Meaning for Vec<T> {
    fn put(&self, to: &mut Canon) {
        self.as_slice().put(to);
    }
}

impl Meaning for (Text, Text) {
    fn put(&self, to: &mut Canon) {
        self.0.put(to);
        self.1.put(to);
    }
}

impl Meaning for Authentication {
    fn put(&self, to: &mut Canon) {
        self.name().put(to);
    }
}

impl Meaning for Alternative {
    fn put(&self, to: &mut Canon) {
        self.requirements.put(to);
    }
}

/// The middleware of each operation, without the lines.
impl Meaning for BTreeMap<Text, Chain> {
    fn put(&self, to: &mut Canon) {
        to.number(self.len());
        for (operation, chain) in self {
            operation.put(to);
            chain.names.put(to);
        }
    }
}

macro_rules! records {
    ($( $(#[$doc:meta])* $Name:ident $label:literal $(extra $Extra:ident)? {
        $( $(#[$key_doc:meta])* $mode:ident $member:ident $key:literal: $Form:ident [$($cell:ident)*] $strip:ident
            $role:ident $($why:literal)?, )*
    } derived { $( $derived:ident $made_of:literal, )* } )*) => { $(
        impl Meaning for model::$Name {
            fn put(&self, to: &mut Canon) {
                $( records!(@$role self to $member $key); )*
                // No key is empty.
                "".put(to);
            }
        }
    )* };
    (@means $from:ident $to:ident $member:ident $key:literal) => { $to.member($key, &$from.$member); };
    (@$role:ident $from:ident $to:ident $member:ident $key:literal) => {};
}

etched_core::members!(records);

fn resource_hash(resource: &Resource, references: &[&str]) -> [u8; 16] {
    let mut canon = Canon::new("resource");
    resource.put(&mut canon);
    canon.number(references.len());
    for reference in references {
        reference.put(&mut canon);
    }
    canon.hash()
}

fn hash(what: &str, record: &impl Meaning) -> [u8; 16] {
    let mut canon = Canon::new(what);
    record.put(&mut canon);
    canon.hash()
}
