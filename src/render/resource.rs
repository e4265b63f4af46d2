//! One resource with all that belongs to it.

use std::collections::HashSet;

use super::fields::{mark, ty};
use super::location::{Length, colon, count, file, place};
use super::text::first_sentence;
use super::{Cell, Column, Line, Page, Render, Table, Tone, routes};
use crate::handle::{Field, FieldConstraint, Parameter, Resource};
use crate::list::{List, Pairs};
use crate::query::resource::Answer;

impl Render for Answer<'_> {
    fn render(&self, page: &mut Page) {
        let resource = self.resource;
        head(self, page);
        fields(resource, page);
        relationships(self, page);
        incoming(self, page);
        routes_of(self, page);
        middleware(self, page);
        hooks(self, page);
        validations(resource, page);
        conditions(resource, page);
        named(resource, page);
        facts(resource, page);
    }
}

fn head(answer: &Answer<'_>, page: &mut Page) {
    let resource = answer.resource;
    page.ends(Line::of(Tone::Name, resource.name()), &place(resource.location(), Length::Full));
    match resource.deprecated() {
        Some("") => page.say(Tone::Notice, "  deprecated"),
        Some(reason) => page.prose(2, Tone::Notice, &format!("deprecated: {reason}")),
        None => {}
    }
    if let Some(documentation) = resource.documentation() {
        let shown = if page.is_full() { documentation } else { first_sentence(documentation) };
        page.prose(2, Tone::Plain, shown);
    }
    let counts = [
        (resource.fields().len(), "field", "fields"),
        (resource.relationships().len(), "relationship", "relationships"),
        (answer.incoming.len(), "incoming", "incoming"),
        (answer.routes.len(), "route", "routes"),
        (resource.hooks().len(), "hook", "hooks"),
        (resource.validations().len(), "validation", "validations"),
        (resource.constraints().len(), "constraint", "constraints"),
        (resource.invariants().len(), "invariant", "invariants"),
        (resource.scopes().len(), "scope", "scopes"),
        (resource.computed().len(), "computed", "computed"),
        (resource.functions().len(), "function", "functions"),
    ];
    let words: Vec<Line> = counts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| Line::of(Tone::Dim, &count(number, one, many)))
        .collect();
    page.words(2, ", ", &words);
}

/// Writes a section: its heading and its table.
fn section(page: &mut Page, title: &str, table: &Table) {
    page.gap();
    page.say(Tone::Heading, title);
    table.print(page);
}

/// Adds documentation below a row, on a full page.
fn note(table: &mut Table, page: &Page, documentation: Option<&str>) {
    if let Some(text) = documentation.filter(|_| page.is_full()) {
        table.note(6, Tone::Dim, text);
    }
}

/// Adds a body below a row, on a full page.
fn body(table: &mut Table, page: &Page, code: Option<&str>) {
    if let Some(code) = code.filter(|_| page.is_full()) {
        table.code(6, code);
    }
}

fn name(text: &str) -> Cell {
    Line::of(Tone::Name, text).into()
}

fn word(tone: Tone, text: &str) -> Cell {
    Line::of(tone, text).into()
}

fn fields(resource: Resource<'_>, page: &mut Page) {
    if resource.fields().is_empty() {
        return;
    }
    let columns =
        [Column::new("").cut(12), Column::new("").wrap(14), Column::new("").wrap(16).drop(2), Column::new("").drop(1)];
    let mut table = Table::new(2, &columns);
    // A list of its own for what is open, so that nesting costs no stack.
    let mut open = vec![resource.fields().into_iter()];
    while let Some(level) = open.last_mut() {
        let Some(field) = level.next() else {
            open.pop();
            continue;
        };
        let indent = "  ".repeat(open.len() - 1);
        let label = Line::of(Tone::Plain, &indent).add(Tone::Name, field.name());
        table.row(vec![
            label.into(),
            ty(field.ty(), field.values(), field.format(), mark(field.nullable(), field.required())),
            notes(field),
            place(field.location(), Length::Line).into(),
        ]);
        note(&mut table, page, field.documentation());
        if !field.fields().is_empty() {
            open.push(field.fields().into_iter());
        }
    }
    section(page, "Fields", &table);
}

/// Returns constraints, tags and origin of a field.
fn notes(field: Field<'_>) -> Cell {
    let mut cell = Cell::default().words(Tone::Plain, field.constraints().iter().map(FieldConstraint::as_str));
    if field.default_value().is_some() && !field.constraints().iter().any(|constraint| constraint.name() == "default") {
        cell = cell.word(Line::of(Tone::Plain, &format!("@default({})", field.default_value().unwrap_or_default())));
    }
    if field.inherited() {
        cell = cell.word(Line::of(Tone::Dim, "inherited"));
    }
    cell.words(Tone::Dim, field.tags().iter())
}

fn relationships(answer: &Answer<'_>, page: &mut Page) {
    let resource = answer.resource;
    if resource.relationships().is_empty() {
        return;
    }
    let columns = [
        Column::new("").cut(18),
        Column::new("").cut(10),
        Column::new("").cut(12),
        Column::new("").wrap(9).drop(2),
        Column::new("").drop(1),
    ];
    let undeclared: HashSet<&str> = answer.undeclared.iter().copied().collect();
    let mut table = Table::new(2, &columns);
    for relationship in resource.relationships() {
        let mut options = Cell::default();
        for (key, value) in [
            ("through", relationship.through()),
            ("on_delete", relationship.on_delete()),
            ("on_update", relationship.on_update()),
            ("key", relationship.foreign_key().filter(|key| page.is_full() || *key != relationship.usual_key())),
        ] {
            if let Some(value) = value {
                let tone = if value == "cascade" { Tone::Bad } else { Tone::Plain };
                options = options.word(Line::of(Tone::Dim, key)).word(Line::of(tone, value));
            }
        }
        for (key, value) in relationship.options().iter() {
            options = options.word(Line::of(Tone::Dim, key)).word(Line::of(Tone::Plain, value));
        }
        let known = !undeclared.contains(relationship.target_name());
        let mut target = Line::of(if known { Tone::Type } else { Tone::Bad }, relationship.target_name());
        target.push(Tone::Dim, if relationship.nullable() { "?" } else { "" });
        target.push(Tone::Bad, if known { "" } else { " not declared" });
        table.row(vec![
            name(relationship.name()),
            word(Tone::Word, relationship.kind()),
            target.into(),
            options,
            place(relationship.location(), Length::Line).into(),
        ]);
        note(&mut table, page, relationship.documentation());
    }
    section(page, "Relationships", &table);
}

fn incoming(answer: &Answer<'_>, page: &mut Page) {
    if answer.incoming.is_empty() {
        return;
    }
    let table = |length| {
        let columns = [
            Column::new("").cut(16),
            Column::new("").cut(10),
            Column::new("").wrap(9).drop(2),
            Column::new("").cut_start(12).drop(1),
        ];
        let mut table = Table::new(2, &columns);
        for it in &answer.incoming {
            let from = Line::of(Tone::Type, it.resource).add(Tone::Dim, ".").add(Tone::Plain, it.name);
            let consequence = it.on_delete.map_or_else(Cell::default, |what| {
                let tone = if what == "cascade" { Tone::Bad } else { Tone::Plain };
                Cell::from(Line::of(Tone::Dim, "on_delete")).word(Line::of(tone, what))
            });
            table.row(vec![from.into(), word(Tone::Word, it.kind), consequence, place(it.location, length).into()]);
        }
        table
    };
    let full = table(Length::Full);
    let table = if full.fits(page) { full } else { table(Length::File) };
    section(page, "Referred to by", &table);
}

fn routes_of(answer: &Answer<'_>, page: &mut Page) {
    if answer.routes.is_empty() {
        return;
    }
    let mut table = routes::table(2);
    let own = file(answer.resource.location());
    for route in answer.routes {
        let length = if file(route.location()) == own { Length::Line } else { Length::File };
        table.row(routes::row(route, length));
        note(&mut table, page, route.documentation());
    }
    section(page, "Routes", &table);
}

/// Operations that have no route of their own still have middleware.
fn middleware(answer: &Answer<'_>, page: &mut Page) {
    let routed: HashSet<&str> = answer.routes.iter().map(|route| route.operation()).collect();
    let mut table = Table::new(2, &[Column::new(""), Column::new("").wrap(16), Column::new("").drop(1)]);
    let mut any = false;
    for chain in answer.resource.chains().into_iter().filter(|chain| !routed.contains(chain.operation())) {
        any = true;
        let line = word(Tone::Dim, &colon(chain.line()));
        table.row(vec![name(chain.operation()), routes::chain(chain.names().iter()), line]);
    }
    if any {
        section(page, "Middleware", &table);
    }
}

fn hooks(answer: &Answer<'_>, page: &mut Page) {
    let resource = answer.resource;
    if resource.hooks().is_empty() {
        return;
    }
    let columns = [Column::new(""), Column::new(""), Column::new("").wrap(20).drop(2), Column::new("").drop(1)];
    let mut table = Table::new(2, &columns);
    // Those of hooks that call nothing are left out, and the rest are in the same order.
    let mut calls = answer.hook_calls.iter().peekable();
    for hook in resource.hooks() {
        let calls = calls.next_if(|it| (it.event, it.line_number) == (hook.event(), hook.location().line));
        let mut how = Cell::default();
        if hook.transaction() {
            how = how.word(Line::of(Tone::Plain, "transaction"));
        }
        if hook.is_async() {
            how = how.word(Line::of(Tone::Plain, "async"));
        }
        if hook.deprecated().is_some() {
            how = how.word(Line::of(Tone::Notice, "deprecated"));
        }
        let place = place(hook.location(), Length::Line).into();
        table.row(vec![
            name(hook.event()),
            how,
            Cell::default().words(Tone::Word, calls.into_iter().flat_map(|it| it.calls.iter().copied())),
            place,
        ]);
        note(&mut table, page, hook.documentation());
        body(&mut table, page, hook.source_code());
    }
    section(page, "Hooks", &table);
}

fn validations(resource: Resource<'_>, page: &mut Page) {
    if resource.validations().is_empty() {
        return;
    }
    let columns = [Column::new(""), Column::new(""), Column::new("").wrap(20), Column::new("").drop(1)];
    let mut table = Table::new(2, &columns);
    for validation in resource.validations() {
        let text = validation.message().or(validation.documentation()).map(first_sentence).unwrap_or_default();
        let value = validation.value().unwrap_or_default();
        table.row(vec![
            name(validation.field().unwrap_or(validation.kind())),
            word(Tone::Word, validation.field().map_or("", |_| validation.kind())),
            Cell::default().word(Line::of(Tone::Plain, value)).prose(Tone::Dim, text),
            place(validation.location(), Length::Line).into(),
        ]);
        body(&mut table, page, validation.source_code());
    }
    section(page, "Validations", &table);
}

/// Constraints and invariants: what must hold, and what is said when it does not.
fn conditions(resource: Resource<'_>, page: &mut Page) {
    let columns = [Column::new("").cut(16), Column::new(""), Column::new("").wrap(20), Column::new("").drop(1)];
    if !resource.constraints().is_empty() {
        let mut table = Table::new(2, &columns);
        for constraint in resource.constraints() {
            let on = Cell::default().words(Tone::Word, constraint.operations().iter());
            let error = Cell::default().prose(Tone::Dim, constraint.error());
            table.row(vec![name(constraint.name()), on, error, place(constraint.location(), Length::Line).into()]);
            note(&mut table, page, constraint.documentation());
            if let Some(when) = constraint.when() {
                body(&mut table, page, Some(&format!("when {when}")));
            }
            body(&mut table, page, Some(constraint.condition()));
        }
        section(page, "Constraints", &table);
    }
    if !resource.invariants().is_empty() {
        let mut table = Table::new(2, &columns);
        for invariant in resource.invariants() {
            let error = Cell::default().prose(Tone::Dim, invariant.error());
            let place = place(invariant.location(), Length::Line).into();
            table.row(vec![name(invariant.name()), Cell::default(), error, place]);
            note(&mut table, page, invariant.documentation());
            body(&mut table, page, Some(invariant.condition()));
        }
        section(page, "Invariants", &table);
    }
}

fn signature<'r>(label: &str, parameters: List<'r, Parameter<'r>>) -> Cell {
    let mut line = Line::of(Tone::Name, label);
    if !parameters.is_empty() {
        line.push(Tone::Dim, "(");
        for (at, parameter) in parameters.into_iter().enumerate() {
            line.push(Tone::Dim, if at > 0 { ", " } else { "" });
            line.push(Tone::Plain, parameter.name());
            line.push(Tone::Dim, ": ");
            line.push(Tone::Type, parameter.ty().unwrap_or_default());
            line.push(Tone::Dim, if parameter.nullable() { "?" } else { "!" });
        }
        line.push(Tone::Dim, ")");
    }
    line.into()
}

/// Scopes, computed fields and functions.
fn named(resource: Resource<'_>, page: &mut Page) {
    let columns =
        [Column::new("").wrap(16), Column::new(""), Column::new("").wrap(20).drop(2), Column::new("").drop(1)];
    let text = |documentation: Option<&str>| {
        Cell::default().prose(Tone::Dim, documentation.map(first_sentence).unwrap_or_default())
    };
    let typed = |ty: Option<&str>, nullable: bool| match ty {
        Some(ty) => Line::of(Tone::Type, ty).add(Tone::Dim, mark(nullable, !nullable)).into(),
        None => Cell::default(),
    };
    if !resource.scopes().is_empty() {
        let mut table = Table::new(2, &columns);
        for it in resource.scopes() {
            let place = place(it.location(), Length::Line).into();
            table.row(vec![signature(it.name(), it.parameters()), Cell::default(), text(it.documentation()), place]);
            body(&mut table, page, it.query());
        }
        section(page, "Scopes", &table);
    }
    if !resource.computed().is_empty() {
        let mut table = Table::new(2, &columns);
        for it in resource.computed() {
            let place = place(it.location(), Length::Line).into();
            table.row(vec![name(it.name()), typed(it.ty(), it.nullable()), text(it.documentation()), place]);
            body(&mut table, page, it.expression());
        }
        section(page, "Computed", &table);
    }
    if !resource.functions().is_empty() {
        let mut table = Table::new(2, &columns);
        for it in resource.functions() {
            let place = place(it.location(), Length::Line).into();
            let returns = typed(it.returns(), it.nullable());
            table.row(vec![signature(it.name(), it.parameters()), returns, text(it.documentation()), place]);
            body(&mut table, page, it.source_code());
        }
        section(page, "Functions", &table);
    }
}

/// What else the schema says of it.
fn facts(resource: Resource<'_>, page: &mut Page) {
    let mut table = Table::new(2, &[Column::new(""), Column::new("").wrap(20), Column::new("").drop(1)]);
    let mut any = false;
    let mut row = |key: &str, value: Cell, line: Option<u32>| {
        any = true;
        table.row(vec![word(Tone::Dim, key), value, word(Tone::Dim, &colon(line))]);
    };
    for nested in resource.nested() {
        let mut value = Line::of(Tone::Type, nested.parent());
        if let Some(segment) = nested.segment() {
            value.push(Tone::Dim, " as ");
            value.push(Tone::Plain, segment);
        }
        row("nested under", value.into(), nested.line());
    }
    for key in resource.keys() {
        let members: Vec<&str> = key.members().iter().collect();
        let mut value = Line::of(Tone::Plain, &members.join(", "));
        if let Some(name) = key.name() {
            value.push(Tone::Dim, " as ");
            value.push(Tone::Plain, name);
        }
        row(key.kind(), value.into(), key.line());
    }
    if let Some(field) = resource.path_key() {
        row("in paths", word(Tone::Plain, field), None);
    }
    for (key, value) in Pairs::iter(resource.meta()) {
        row(key, word(Tone::Plain, value), None);
    }
    for allow in resource.allows() {
        let value = Cell::default().word(Line::of(Tone::Notice, allow.pattern())).prose(Tone::Dim, allow.reason());
        row("allows", value, allow.line());
    }
    if any {
        section(page, "Other", &table);
    }
}
