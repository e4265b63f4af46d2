//! Hash tables: at most a quarter full, so that probes end; every record found under its key, and nothing else in them.

use super::Work;
use super::error::{Checked, Expected, wrong};
use crate::cell::Id;
use crate::extent::MAX_NAME;
use crate::image::Image;
use crate::layout as rows;
use crate::layout::{Keyed, NameSlot, Section, Slot, check_tables};
use crate::names::Names;
use crate::table;

/// Finds what the reader would find, counting its steps.
pub(super) fn lookup<R: Keyed>(image: Image<'_>, key: &str, work: &mut Work) -> Checked<Option<Id<R>>> {
    named(image, Names::of(image, R::TABLE), key, work).map(|id| id.map(Id::new))
}

fn named(image: Image<'_>, names: Names<'_>, key: &str, work: &mut Work) -> Checked<Option<u32>> {
    // A long key costs what hashing and comparing it costs.
    work.spend(names.probes(key.as_bytes()) + key.len() as u64 / 16)?;
    Ok(names.find(image.strings(), key))
}

fn find(
    image: Image<'_>,
    table: Section,
    number: u32,
    key: &str,
    work: &mut Work,
    is: impl Fn(u32) -> bool,
) -> Checked<Option<u32>> {
    let mut equal = 0;
    let found = table::find(image, table, number, key.as_bytes(), |id| {
        equal += 1;
        is(id)
    });
    // A long key costs what comparing it costs.
    work.spend(table::SPILL as u64 + (equal + 1) * (key.len() as u64 / 16))?;
    Ok(found)
}

/// Counts the slots in use, and checks that they name records and leave most slots free.
fn occupied(table: Section, values: impl Iterator<Item = u32>, records: u32) -> Checked<u32> {
    let (mut occupied, mut slots) = (0, 0);
    for (at, value) in values.enumerate() {
        slots += 1;
        if value > records {
            return Err(wrong(table.name(), at as u32, "value", Expected::AtMost(records.into()), value));
        }
        occupied += u32::from(value != 0);
    }
    let least = table::slots(occupied as usize) as u64;
    if least > slots {
        return Err(wrong("section table", table as u32, "count", Expected::AtLeast(least), slots));
    }
    Ok(occupied)
}

/// What one table says of its records.
struct Table<'a, 'w> {
    image: Image<'a>,
    table: Section,
    work: &'w mut Work,
    /// Slots in use that a record was found in.
    own: u32,
}

impl Table<'_, '_> {
    /// Looks a record up under a key: it finds itself, or an earlier record of the same key.
    fn record(&mut self, number: u32, key: &str, id: u32, is: impl Fn(u32) -> bool) -> Checked {
        let found = find(self.image, self.table, number, key, self.work, is)?;
        self.found(found, id)
    }

    fn found(&mut self, found: Option<u32>, id: u32) -> Checked {
        let section = self.table.name();
        match found {
            Some(found) if found == id => self.own += 1,
            Some(found) if found < id => {}
            Some(found) => {
                return Err(wrong(section, id, "entry", Expected::AtMost(id.into()), found));
            }
            None => {
                let expected = Expected::That("an entry for this record in the slots of its key");
                return Err(wrong(section, id, "entry", expected, 0_u32));
            }
        }
        Ok(())
    }

    /// All slots in use were accounted for.
    fn finish(self, occupied: u32) -> Checked {
        if self.own != occupied {
            return Err(wrong(self.table.name(), 0, "slots in use", Expected::Is(self.own.into()), occupied));
        }
        Ok(())
    }
}

/// Checks all tables.
pub(super) fn check(image: Image<'_>, work: &mut Work) -> Checked {
    check_tables(image, work)?;
    routes(image, work)?;
    patterns(image, work)
}

/// Checks the table of one record type, in which no two records have one key.
pub(crate) fn check_table<R: Keyed>(image: Image<'_>, work: &mut Work) -> Checked {
    let records = image.rows::<R>();
    let values = image.rows_of::<NameSlot>(R::TABLE).iter().map(|slot| slot.value());
    let used = occupied(R::TABLE, values, records.len())?;
    let names = Names::of(image, R::TABLE);
    let mut entries = Table { image, table: R::TABLE, work, own: 0 };
    for (id, record) in records.iter().enumerate() {
        let key = image.str(R::key(record));
        if R::SECTION == Section::Resource && key.len() > MAX_NAME {
            let expected = Expected::AtMost(MAX_NAME as u64);
            return Err(wrong(R::SECTION.name(), id as u32, "bytes of the name", expected, key.len() as u64));
        }
        let found = named(image, names, key, entries.work)?;
        if let Some(first) = found.filter(|found| *found < id as u32) {
            let expected = Expected::That("a name that no record before it has");
            return Err(wrong(R::TABLE.name(), id as u32, "entry", expected, first));
        }
        entries.found(found, id as u32)?;
    }
    entries.finish(used)
}

fn values(image: Image<'_>, table: Section) -> impl Iterator<Item = u32> {
    image.rows_of::<Slot>(table).iter().map(|slot| slot.value())
}

fn routes(image: Image<'_>, work: &mut Work) -> Checked {
    let records = image.rows::<rows::Route>();
    let used = occupied(Section::RouteTable, values(image, Section::RouteTable), records.len())?;
    let mut entries = Table { image, table: Section::RouteTable, work, own: 0 };
    for (id, route) in records.iter().enumerate() {
        let (method, path) = (route.method(), image.str(route.path()));
        entries.record(method.index, path, id as u32, |found| image.is_route(found, method.index, path))?;
    }
    entries.finish(used)
}

/// Patterns are entered by id, and by name where no id and no earlier name is the same text.
fn patterns(image: Image<'_>, work: &mut Work) -> Checked {
    let records = image.rows::<rows::Pattern>();
    let used = occupied(Section::PatternTable, values(image, Section::PatternTable), records.len())?;
    let mut entries = Table { image, table: Section::PatternTable, work, own: 0 };
    let id_of = |id| image.str(records.get(id).id());
    let name_of = |id| image.str(records.get(id).name());
    for (at, pattern) in records.iter().enumerate() {
        let (id, name) = (image.str(pattern.id()), image.str(pattern.name()));
        entries.record(0, id, at as u32, |found| id_of(found) == id)?;
        if name != id {
            // An id that is this text goes before the name, wherever its pattern stands.
            match find(image, Section::PatternTable, 0, name, entries.work, |found| id_of(found) == name)? {
                Some(_) => {}
                None => entries.record(0, name, at as u32, |found| name_of(found) == name)?,
            }
        }
    }
    entries.finish(used)
}
