//! What the records of one document share while it is read.
//!
//! A record is converted as soon as its last key is read, deep inside of what serde derives, and there is no way to
//! hand anything down there. So this is kept beside the thread that reads, for as long as the reading takes.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::model::{FieldConstraint, Text, Texts, Type};

/// What is known while a document is read.
#[derive(Default)]
struct Reading {
    texts: Texts,
    types: HashMap<Text, Type>,
    constraints: HashMap<Text, FieldConstraint>,
    marks: Marks,
    dialect: bool,
}

/// Null marks in types that said otherwise than the keys beside them.
#[derive(Default)]
pub(super) struct Marks {
    /// How many.
    pub(super) count: u32,
    /// Place of the first: of the field, of what it is in and so on, each in its list.
    pub(super) first: Vec<usize>,
}

thread_local! {
    static READING: RefCell<Reading> = RefCell::default();
}

/// Reads a document with nothing known, and forgets what is known afterwards.
pub(super) fn read<T>(read: impl FnOnce() -> T) -> T {
    READING.take();
    let read = read();
    READING.take();
    read
}

/// Returns the one text of the document that reads so.
pub(super) fn text(text: &str) -> Text {
    READING.with_borrow_mut(|reading| reading.texts.get(text))
}

/// Returns the one type of the document that is written so.
pub(super) fn ty(text: &Text) -> Type {
    if text.is_empty() {
        return Type::EMPTY;
    }
    READING.with_borrow_mut(|Reading { types, .. }| match types.get(text) {
        Some(known) => known.clone(),
        None => types.entry(text.clone()).or_insert_with(|| Type::parse(text.clone())).clone(),
    })
}

/// Returns the one constraint of the document that is written so.
pub(super) fn constraint(text: &Text) -> FieldConstraint {
    READING.with_borrow_mut(|Reading { constraints, .. }| match constraints.get(text) {
        Some(known) => known.clone(),
        None => constraints.entry(text.clone()).or_insert_with(|| FieldConstraint::parse(text.clone())).clone(),
    })
}

/// Counts a field whose mark won.
pub(super) fn mark() {
    READING.with_borrow_mut(|reading| reading.marks.count = reading.marks.count.saturating_add(1));
}

/// Reads a record of a list, at a place; if the first mark is in it, the place is part of where that is.
pub(super) fn place<T, E>(at: usize, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let before = READING.with_borrow(|reading| reading.marks.count);
    let read = read()?;
    READING.with_borrow_mut(|Reading { marks, .. }| {
        if before == 0 && marks.count > 0 {
            marks.first.push(at);
        }
    });
    Ok(read)
}

/// Returns the marks that were counted.
pub(super) fn take_marks() -> Marks {
    READING.with_borrow_mut(|reading| std::mem::take(&mut reading.marks))
}

/// Notes that the document is one of the reference system's compiler.
pub(super) fn set_dialect() {
    READING.with_borrow_mut(|reading| reading.dialect = true);
}

/// Returns whether that was noted.
pub(super) fn is_dialect() -> bool {
    READING.with_borrow(|reading| reading.dialect)
}
