//! What a member is as a cell of the image, and back.

use std::collections::BTreeMap;

use etched_core::cell::{Id, List, Opt, Range, Str};
use etched_core::layout::{self as rows, Section};
use etched_core::{Authentication, Origin};

use super::members::{Derived, Part};
use super::read::Reader;
use super::write::{Writer, run};
use crate::model::{Alternative, Chain, FieldConstraint, Text, Type};

/// A member that is in a cell.
pub(super) trait Celled<C>: Sized {
    /// Writes it.
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> C;
    /// Reads it.
    fn get(from: &Reader<'_>, cell: C) -> Self;
}

impl Celled<Str> for Text {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Str {
        to.pool.str(self)
    }
    fn get(from: &Reader<'_>, cell: Str) -> Self {
        from.str(cell)
    }
}

/// Absent is empty.
impl Celled<Str> for Option<Text> {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Str {
        self.as_ref().map_or(Str(0), |text| text.put(to))
    }
    fn get(from: &Reader<'_>, cell: Str) -> Self {
        Some(from.str(cell)).filter(|text| !text.is_empty())
    }
}

impl Celled<List<Str>> for Vec<Text> {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> List<Str> {
        to.pool.strs(self)
    }
    fn get(from: &Reader<'_>, cell: List<Str>) -> Self {
        from.image.list(cell).iter().map(|id| from.str(Str(id))).collect()
    }
}

/// A body is named by its resource more often than not, and its type stands here as it is written.
impl Celled<Str> for Type {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Str {
        to.pool.str(self.text())
    }
    fn get(from: &Reader<'_>, cell: Str) -> Self {
        from.ty(cell)
    }
}

impl Celled<Id<rows::Type>> for Type {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Id<rows::Type> {
        to.ty(self)
    }
    fn get(from: &Reader<'_>, cell: Id<rows::Type>) -> Self {
        from.ty(from.image.get(cell).text())
    }
}

/// No type is none.
impl Celled<Opt<rows::Type>> for Type {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Opt<rows::Type> {
        Opt::from_index((!self.is_empty()).then(|| to.ty(self).index))
    }
    fn get(from: &Reader<'_>, cell: Opt<rows::Type>) -> Self {
        from.image.get_opt(cell).map(|ty| from.ty(ty.text())).unwrap_or_default()
    }
}

impl Celled<List<rows::FieldConstraint>> for Vec<FieldConstraint> {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> List<rows::FieldConstraint> {
        let ids: Vec<u32> = self.iter().map(|constraint| to.constraint(constraint)).collect();
        to.pool.list(&ids)
    }
    fn get(from: &Reader<'_>, cell: List<rows::FieldConstraint>) -> Self {
        from.constraints(cell)
    }
}

impl Celled<Range<rows::Pair>> for Vec<(Text, Text)> {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Range<rows::Pair> {
        let start = to.out.len(Section::Pair);
        for (key, value) in self {
            let pair = rows::Pair { key: to.pool.str(key), value: to.pool.str(value) };
            to.out.put(Section::Pair, &pair);
        }
        run(start, self.len())
    }
    fn get(from: &Reader<'_>, cell: Range<rows::Pair>) -> Self {
        let pairs = from.image.rows::<rows::Pair>().range(cell);
        pairs.map(|pair| (from.str(pair.key()), from.str(pair.value()))).collect()
    }
}

impl Celled<Range<rows::Chain>> for BTreeMap<Text, Chain> {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Range<rows::Chain> {
        let start = to.out.len(Section::Chain);
        for (operation, chain) in self {
            let record = rows::Chain {
                operation: to.pool.str(operation),
                names: chain.names.put(to),
                line: if to.has(Part::paths) { chain.line } else { 0 },
            };
            to.out.put(Section::Chain, &record);
        }
        run(start, self.len())
    }
    fn get(from: &Reader<'_>, cell: Range<rows::Chain>) -> Self {
        let chains = from.image.rows::<rows::Chain>().range(cell);
        let chain = |names, line| Chain { names: Celled::get(from, names), line };
        chains.map(|row| (from.str(row.operation()), chain(row.names(), row.line()))).collect()
    }
}

impl Celled<Range<rows::Alternative>> for Vec<Alternative> {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Range<rows::Alternative> {
        let start = to.out.len(Section::Alternative);
        for alternative in self {
            let record = rows::Alternative { requirements: alternative.requirements.put(to) };
            to.out.put(Section::Alternative, &record);
        }
        run(start, self.len())
    }
    fn get(from: &Reader<'_>, cell: Range<rows::Alternative>) -> Self {
        let alternatives = from.image.rows::<rows::Alternative>().range(cell);
        alternatives.map(|row| Alternative { requirements: Celled::get(from, row.requirements()) }).collect()
    }
}

impl<R: Derived> Celled<Range<R::Row>> for Vec<R> {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Range<R::Row> {
        R::put_all(self, to)
    }
    fn get(from: &Reader<'_>, cell: Range<R::Row>) -> Self {
        from.image.rows::<R::Row>().range(cell).map(|row| R::get(from, row)).collect()
    }
}

/// The path of a file, which is written when the first record names it.
impl Celled<Opt<rows::File>> for Text {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Opt<rows::File> {
        to.file(self)
    }
    fn get(from: &Reader<'_>, cell: Opt<rows::File>) -> Self {
        from.image.get_opt(cell).map(|file| from.str(file.path())).unwrap_or_default()
    }
}

/// The name of a resource; one that no resource has is none.
impl Celled<Opt<rows::Resource>> for Text {
    fn put<'m>(&'m self, to: &mut Writer<'m>) -> Opt<rows::Resource> {
        Opt::from_index(to.resources.get(self.as_str()).copied())
    }
    fn get(from: &Reader<'_>, cell: Opt<rows::Resource>) -> Self {
        from.image.get_opt(cell).map(|resource| from.str(resource.name())).unwrap_or_default()
    }
}

macro_rules! named {
    ($($Row:ident |$to:ident, $name:ident| $number:expr;)*) => { $(
        impl Celled<Id<rows::$Row>> for Text {
            fn put<'m>(&'m self, $to: &mut Writer<'m>) -> Id<rows::$Row> {
                let $name = self.as_str();
                Id::new($number as u32)
            }
            fn get(from: &Reader<'_>, cell: Id<rows::$Row>) -> Self {
                from.str(from.image.get(cell).name())
            }
        }
    )* };
}

named! {
    Method |to, name| to.method(name);
    EdgeKind |to, name| to.kinds.binary_search(&name).expect("every relationship has an edge");
    Category |to, name| to.categories.binary_search(&name).expect("every category was collected");
}

macro_rules! numbers {
    ($($Number:ty)*) => { $(
        impl Celled<$Number> for $Number {
            fn put<'m>(&'m self, _: &mut Writer<'m>) -> $Number {
                *self
            }
            fn get(_: &Reader<'_>, cell: $Number) -> Self {
                cell
            }
        }
    )* };
}
numbers! { u32 f64 }

impl Celled<u32> for Authentication {
    fn put<'m>(&'m self, _: &mut Writer<'m>) -> u32 {
        self.number()
    }
    fn get(_: &Reader<'_>, cell: u32) -> Self {
        Self::from_number(cell)
    }
}

impl Celled<u32> for Origin {
    fn put<'m>(&'m self, _: &mut Writer<'m>) -> u32 {
        self.number()
    }
    fn get(_: &Reader<'_>, cell: u32) -> Self {
        Self::from_number(cell)
    }
}
