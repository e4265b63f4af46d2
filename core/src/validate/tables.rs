//! Hash tables: at most a quarter full, so that probes end; every record found under its key, and nothing else in them.

use super::Work;
use super::error::{Checked, Expected, wrong};
use crate::cell::Id;
use crate::image::Image;
use crate::layout as rows;
use crate::layout::{Keyed, Section, Slot, check_tables};
use crate::table::{is_long, place, stored_len};

/// Finds what the reader would find, counting its steps.
pub(super) fn lookup<R: Keyed>(image: Image<'_>, key: &str, work: &mut Work) -> Checked<Option<Id<R>>> {
    let is = |id| !is_long(key) || image.has_key::<R>(id, key);
    Ok(find(image, R::TABLE, 0, key, work, is)?.map(Id::new))
}

fn find(
    image: Image<'_>,
    table: Section,
    seed: u64,
    key: &str,
    work: &mut Work,
    is: impl Fn(u32) -> bool,
) -> Checked<Option<u32>> {
    let slots = image.rows_of::<Slot>(table);
    let capacity = slots.len();
    let (mut at, hash) = place(seed, key.as_bytes(), capacity);
    let tag = hash | stored_len(key.len());
    let pool = image.strings().as_bytes();
    let mut steps = 0;
    let found = loop {
        if steps == capacity {
            break None;
        }
        steps += 1;
        let slot = slots.get(at);
        let Some(id) = slot.value().checked_sub(1) else { break None };
        if slot.tag() == tag {
            // A long key costs what comparing it costs.
            work.spend(key.len() as u64 / 16)?;
            let found = pool.get(slot.key() as usize..).and_then(|rest| rest.get(..key.len()));
            if found == Some(key.as_bytes()) && is(id) {
                break Some(id);
            }
        }
        at = if at + 1 == capacity { 0 } else { at + 1 };
    };
    work.spend(steps.into())?;
    Ok(found)
}

/// Counts the slots in use, and checks that they name records and leave most slots free.
fn occupied(image: Image<'_>, table: Section, records: u32) -> Checked<u32> {
    let slots = image.rows_of::<Slot>(table);
    let mut occupied = 0;
    for (at, slot) in slots.iter().enumerate() {
        let value = slot.value();
        if value > records {
            return Err(wrong(table.name(), at as u32, "value", Expected::AtMost(records.into()), value));
        }
        occupied += u32::from(value != 0);
    }
    if u64::from(occupied) * 4 > u64::from(slots.len()) {
        let expected = Expected::AtLeast(u64::from(occupied) * 4);
        return Err(wrong("section table", table as u32, "count", expected, slots.len()));
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
    fn record(&mut self, seed: u64, key: &str, id: u32, is: impl Fn(u32) -> bool) -> Checked {
        let section = self.table.name();
        match find(self.image, self.table, seed, key, self.work, is)? {
            Some(found) if found == id => self.own += 1,
            Some(found) if found < id => {}
            Some(found) => {
                return Err(wrong(section, id, "entry", Expected::AtMost(id.into()), found));
            }
            None => {
                let expected = Expected::That("an entry for this record where its key leads");
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

/// Checks the table of one record type.
pub(crate) fn check_table<R: Keyed>(image: Image<'_>, work: &mut Work) -> Checked {
    let records = image.rows::<R>();
    let used = occupied(image, R::TABLE, records.len())?;
    let mut table = Table { image, table: R::TABLE, work, own: 0 };
    for (id, record) in records.iter().enumerate() {
        let key = image.str(R::key(record));
        table.record(0, key, id as u32, |found| !is_long(key) || image.has_key::<R>(found, key))?;
    }
    table.finish(used)
}

fn routes(image: Image<'_>, work: &mut Work) -> Checked {
    let records = image.rows::<rows::Route>();
    let used = occupied(image, Section::RouteTable, records.len())?;
    let mut table = Table { image, table: Section::RouteTable, work, own: 0 };
    for (id, route) in records.iter().enumerate() {
        let (method, path) = (route.method(), image.str(route.path()));
        table.record(method.index.into(), path, id as u32, |found| image.is_route(found, method.index, path))?;
    }
    table.finish(used)
}

/// Patterns are entered by id, and by name where no id and no earlier name is the same text.
fn patterns(image: Image<'_>, work: &mut Work) -> Checked {
    let records = image.rows::<rows::Pattern>();
    let used = occupied(image, Section::PatternTable, records.len())?;
    let mut table = Table { image, table: Section::PatternTable, work, own: 0 };
    let id_of = |id| image.str(records.get(id).id());
    let name_of = |id| image.str(records.get(id).name());
    for (at, pattern) in records.iter().enumerate() {
        let (id, name) = (image.str(pattern.id()), image.str(pattern.name()));
        table.record(0, id, at as u32, |found| id_of(found) == id)?;
        if name != id {
            // An id that is this text goes before the name, wherever its pattern stands.
            match find(image, Section::PatternTable, 0, name, table.work, |found| id_of(found) == name)? {
                Some(_) => {}
                None => table.record(0, name, at as u32, |found| name_of(found) == name)?,
            }
        }
    }
    table.finish(used)
}
