//! The records of a document: objects that are read into the model as their keys come.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::form::Form;
use super::{dialect, shared};

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Must be there and not null.
    Need,
    /// May be missing or null; always written.
    Keep,
    /// May be missing or null; left out when empty.
    Opt,
}

/// One key of a record, for the JSON Schema.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) mode: Mode,
    pub(super) shape: String,
}

/// A record of the model as a document has it.
pub(super) trait Record: Normal + PartialEq {
    /// Name, as in the JSON Schema and in messages.
    const NAME: &'static str;
    /// What it is, in one sentence.
    const DOC: &'static str;
    /// Its keys, in the order they are written.
    const KEYS: &'static [&'static str];
    /// Which of them must be there, a bit for each.
    const NEEDED: u64;

    /// Says what its keys are.
    fn keys() -> Vec<Key>;
    /// Returns the place of a key among the keys.
    fn place(key: &str) -> Option<usize>;
    /// Reads the value of the key at a place.
    fn read<'de, A: MapAccess<'de>>(&mut self, place: usize, map: &mut A) -> Result<(), A::Error>;
    /// Writes it as an object.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

/// What the keys of a record do not say one by one.
pub(super) trait Normal: Default {
    /// Keys of the reference system's compiler, each with the key of ours it stands for; see [`dialect`](super::dialect).
    const OTHER: &'static [(&'static str, &'static str)] = &[];

    /// Reads the value of such a key; `ours` is the place of the key it stands for.
    fn read_other<'de, A: MapAccess<'de>>(&mut self, _: &str, ours: usize, map: &mut A) -> Result<(), A::Error>
    where
        Self: Record,
    {
        self.read(ours, map)
    }
    /// Makes one of which no key was read.
    fn start() -> Self {
        Self::default()
    }
    /// Makes one from a bare text, for records that older documents write so.
    fn from_text(_: &str) -> Option<Self> {
        None
    }
    /// Makes an older document's ways ours, once all keys are read; `has` tells of a key whether it was there.
    fn settle(&mut self, _has: impl Fn(&str) -> bool) {}
}

/// The place of a key in a list of keys, for constants.
pub(super) const fn place(keys: &[&str], key: &str) -> usize {
    let mut at = 0;
    loop {
        let (known, wanted) = (keys[at].as_bytes(), key.as_bytes());
        let mut byte = 0;
        while known.len() == wanted.len() && byte < known.len() && known[byte] == wanted[byte] {
            byte += 1;
        }
        if known.len() == wanted.len() && byte == known.len() {
            return at;
        }
        at += 1;
    }
}

/// Returns the place of a key: among a record's own, or behind them among those of the other dialect.
fn place_of<R: Record>(key: &str) -> Option<usize> {
    let other = || R::OTHER.iter().position(|(other, _)| *other == key).map(|nth| R::KEYS.len() + nth);
    R::place(key).or_else(other)
}

/// A key of a record, by its place; `None` for one that nobody reads.
struct KeyOf<R>(Option<usize>, PhantomData<R>);

impl<'de, R: Record> Deserialize<'de> for KeyOf<R> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Keys<R>(PhantomData<R>);

        impl<R: Record> Visitor<'_> for Keys<R> {
            type Value = Option<usize>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key, which is a string")
            }
            fn visit_str<E>(self, key: &str) -> Result<Option<usize>, E> {
                Ok(place_of::<R>(key))
            }
        }

        from.deserialize_identifier(Keys::<R>(PhantomData)).map(|place| Self(place, PhantomData))
    }
}

/// A record that was read from an object.
#[derive(Default)]
pub(super) struct Object<R>(pub(super) R);

impl<'de, R: Record> Deserialize<'de> for Object<R> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<R>(PhantomData<R>);

        impl<'de, R: Record> Visitor<'de> for Entries<R> {
            type Value = R;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "an object ({})", R::NAME)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<R, A::Error> {
                let mut record = R::start();
                let (mut seen, mut stood_for) = (0_u64, 0_u64);
                while let Some(KeyOf(place, _)) = map.next_key::<KeyOf<R>>()? {
                    let Some(place) = place else {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    if seen & 1 << place != 0 {
                        let name =
                            |at: usize| R::KEYS.get(at).copied().unwrap_or_else(|| R::OTHER[at - R::KEYS.len()].0);
                        return Err(A::Error::duplicate_field(name(place)));
                    }
                    seen |= 1 << place;
                    let Some((key, ours)) = place.checked_sub(R::KEYS.len()).map(|nth| R::OTHER[nth]) else {
                        record.read(place, &mut map)?;
                        continue;
                    };
                    let ours = R::place(ours).expect("it stands for a key of ours");
                    if seen & 1 << ours != 0 && !dialect::joins(R::NAME, key) {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    }
                    stood_for |= 1 << ours;
                    dialect::tells(key);
                    record.read_other(key, ours, &mut map)?;
                }
                let missing = R::NEEDED & !(seen | stood_for);
                if missing != 0 {
                    return Err(A::Error::missing_field(R::KEYS[missing.trailing_zeros() as usize]));
                }
                record.settle(|key| place_of::<R>(key).is_some_and(|place| seen & 1 << place != 0));
                Ok(record)
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<R, E> {
                R::from_text(text).ok_or_else(|| E::invalid_type(serde::de::Unexpected::Str(text), &self))
            }
        }

        from.deserialize_any(Entries(PhantomData)).map(Self)
    }
}

/// Reads the value of a member; of one that may be, null is no value.
pub(super) fn read<'de, F: Form<M>, M, A: MapAccess<'de>>(map: &mut A, mode: Mode) -> Result<Option<M>, A::Error> {
    map.next_value_seed(Slot::<F, M>(mode, PhantomData))
}

struct Slot<F, M>(Mode, PhantomData<(F, M)>);

impl<'de, F: Form<M>, M> DeserializeSeed<'de> for Slot<F, M> {
    type Value = Option<M>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<M>, D::Error> {
        if self.0 == Mode::Need { F::read(from).map(Some) } else { from.deserialize_option(self) }
    }
}

impl<'de, F: Form<M>, M> Visitor<'de> for Slot<F, M> {
    type Value = Option<M>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }
    fn visit_none<E>(self) -> Result<Option<M>, E> {
        Ok(None)
    }
    fn visit_unit<E>(self) -> Result<Option<M>, E> {
        Ok(None)
    }
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<M>, D::Error> {
        F::read(from).map(Some)
    }
}

/// A member that is written in one of the forms.
pub(super) struct Written<'a, F, M>(pub(super) &'a M, PhantomData<F>);

impl<'a, F: Form<M>, M> Written<'a, F, M> {
    pub(super) fn new(member: &'a M) -> Self {
        Self(member, PhantomData)
    }
}

impl<F: Form<M>, M> Serialize for Written<'_, F, M> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        F::write(self.0, to)
    }
}

/// Writes records in a row.
pub(super) fn write_list<R: Record, S: Serializer>(records: &[R], to: S) -> Result<S::Ok, S::Error> {
    struct Each<'a, R>(&'a R);

    impl<R: Record> Serialize for Each<'_, R> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            self.0.write(to)
        }
    }

    to.collect_seq(records.iter().map(Each))
}

/// Reads records in a row.
pub(super) fn read_list<'de, R: Record, D: Deserializer<'de>>(from: D) -> Result<Vec<R>, D::Error> {
    struct Elements<R>(PhantomData<R>);

    impl<'de, R: Record> Visitor<'de> for Elements<R> {
        type Value = Vec<R>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a list of {}s", R::NAME)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<R>, A::Error> {
            let mut list = Vec::new();
            while let Some(Object(record)) = shared::place(list.len(), || seq.next_element::<Object<R>>())? {
                push(&mut list, record);
            }
            list.shrink_to_fit();
            Ok(list)
        }
    }

    from.deserialize_seq(Elements(PhantomData))
}

/// Adds to a list of unknown length, which the length a document states is a claim about.
///
/// Space grows by a quarter at a time: of records that say next to nothing a list is far larger than its text.
pub(super) fn push<T>(list: &mut Vec<T>, value: T) {
    if list.len() == list.capacity() {
        list.reserve_exact((list.len() / 4).max(4));
    }
    list.push(value);
}
