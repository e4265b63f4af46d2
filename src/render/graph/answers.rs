//! Walks, paths, cycles and effects as text.

use crate::graph::{Cycles, Dependencies, Direction, Edge, Impact, Node, NodeKind, Path, Severity, Why};
use crate::registry::Registry;
use crate::render::place::{Length, count, place};
use crate::render::{Cell, Column, Line, Page, Render, Table, Tone, routes};

/// What a walk reached, as a tree.
pub(crate) struct Tree<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) answer: &'a Dependencies,
}

/// Returns a node's name in the tone of its kind.
pub(crate) fn name(node: Node<'_>) -> Line {
    let tone = match node.kind() {
        NodeKind::Resource if node.is_dangling() => Tone::Bad,
        NodeKind::Resource => Tone::Name,
        NodeKind::Middleware => Tone::Word,
        NodeKind::Function => Tone::Notice,
        NodeKind::Route => Tone::Type,
    };
    let mut line = Line::of(tone, &node.name());
    if node.is_dangling() {
        line.push(Tone::Bad, " not declared");
    }
    line
}

/// Returns what an edge says beside its ends: its relationship, its kind, its weight,
/// and in parentheses what happens to its start when its end is deleted: `customer belongs_to (restrict)`, `uses 4x`.
pub(crate) fn relation(edge: Edge<'_>) -> Cell {
    let mut cell = Cell::default();
    if let Some(relationship) = edge.relationship() {
        cell = cell.word(Line::of(Tone::Plain, relationship.name()));
    }
    cell = cell.word(Line::of(Tone::Dim, edge.kind()));
    if edge.weight() > 1 {
        cell = cell.word(Line::of(Tone::Dim, &format!("{}x", edge.weight())));
    }
    if let Some(what) = edge.relationship().and_then(|relationship| relationship.on_delete()) {
        let tone = if what == "cascade" { Tone::Bad } else { Tone::Plain };
        cell = cell.word(Line::of(Tone::Dim, "(").add(tone, what).add(Tone::Dim, ")"));
    }
    cell
}

impl Render for Tree<'_> {
    fn render(&self, page: &mut Page) {
        let answer = self.answer;
        let start = self.registry.graph().node(answer.start());
        let verb = match answer.direction() {
            Direction::Forward => " depends on ",
            Direction::Reverse => " is depended on by ",
            Direction::Both => " is connected to ",
        };
        let mut head = name(start);
        head.push(Tone::Plain, verb);
        let nodes = answer.node_count() - 1;
        if nodes == 0 && answer.edge_count() == 0 {
            head.push(Tone::Plain, "nothing");
        } else {
            head.push(Tone::Plain, &count(nodes, "node", "nodes"));
            head.push(Tone::Plain, &format!(" over {}", count(answer.edge_count(), "edge", "edges")));
        }
        page.ends(head, &place(start.location(), Length::Full));
        if answer.edge_count() == 0 {
            return;
        }
        page.gap();
        let full = self.table(Length::Full);
        if full.fits(page) {
            full.print(page)
        } else {
            self.table(Length::File).print(page)
        }
        if answer.tree(self.registry).any(|item| item.repeated) {
            page.gap();
            page.say(Tone::Dim, "* opened elsewhere in the tree");
        }
    }
}

impl Tree<'_> {
    fn table(&self, length: Length) -> Table {
        let answer = self.answer;
        let columns = [Column::new("").cut(24), Column::new("").cut(16).drop(2), Column::new("").cut_start(12).drop(3)];
        let mut table = Table::new(0, &columns);
        // For each open level, whether more is to come on it.
        let mut more: Vec<bool> = Vec::new();
        for item in answer.tree(self.registry) {
            let Some(edge) = item.edge else { continue };
            more.truncate(item.level.saturating_sub(1));
            let mut branch = String::new();
            for more in more.iter().skip(more.len().saturating_sub(DEEPEST)) {
                branch.push_str(if *more { "│  " } else { "   " });
            }
            if more.len() > DEEPEST {
                branch.insert_str(0, &format!("{}: ", more.len() - DEEPEST));
            }
            branch.push_str(if item.last { "└─ " } else { "├─ " });
            more.push(!item.last);
            let mut line = Line::of(Tone::Dim, &branch);
            line.append(&name(item.node));
            // Where an edge is walked from its end, the arrow says so.
            if edge.to() != item.node && answer.direction() == Direction::Both {
                line.push(Tone::Dim, " <-");
            }
            if item.repeated {
                line.push(Tone::Dim, " *");
            }
            // Other edges come from all over a resource, and its own place stands above.
            let place = edge.relationship().map(|relationship| place(relationship.location(), length));
            table.row(vec![line.into(), relation(edge), place.unwrap_or_default().into()]);
        }
        table
    }
}

/// Levels of a tree that are drawn; a chain of thousands is numbered beyond them.
const DEEPEST: usize = 24;

impl Render for Path<'_> {
    fn render(&self, page: &mut Page) {
        let mut head = name(self.from());
        if !self.found() {
            head.push(Tone::Plain, " does not depend on ");
            head.append(&name(self.to()));
            page.line(&head);
            return;
        }
        head.push(Tone::Plain, " depends on ");
        head.append(&name(self.to()));
        head.push(Tone::Plain, &format!(" over {}", count(self.len().unwrap_or(0), "step", "steps")));
        page.line(&head);
        page.gap();
        let columns =
            [Column::new("").cut(16), Column::new("").wrap(16).drop(2), Column::new("").cut_start(20).drop(3)];
        let mut table = Table::new(2, &columns);
        let start = self.from();
        table.row(vec![name(start).into(), Cell::default(), place(start.location(), Length::Full).into()]);
        for edge in self.edges() {
            let mut line = Line::of(Tone::Dim, "-> ");
            line.append(&name(edge.to()));
            table.row(vec![line.into(), relation(edge), place(edge.location(), Length::Full).into()]);
        }
        table.print(page);
    }
}

impl Render for Cycles<'_> {
    fn render(&self, page: &mut Page) {
        let mut head = Line::of(Tone::Name, &count(self.len(), "cycle", "cycles"));
        if self.largest() > 1 {
            head.push(Tone::Plain, &format!(", the largest of {}", count(self.largest(), "resource", "resources")));
        }
        page.line(&head);
        for cycle in self.iter() {
            page.gap();
            let members = cycle.members();
            if members.len() == 1 {
                let names: Vec<Line> = members.map(name).collect();
                page.words(0, "", &[names[0].clone().add(Tone::Plain, " refers to itself")]);
            } else {
                page.say(
                    Tone::Plain,
                    &format!("{} that depend on each other", count(members.len(), "resource", "resources")),
                );
                let names: Vec<Line> = members.map(name).collect();
                page.words(2, ", ", &names);
                page.say(Tone::Dim, "  a shortest way around:");
            }
            let columns =
                [Column::new("").cut(16), Column::new("").wrap(16).drop(2), Column::new("").cut_start(20).drop(3)];
            let mut table = Table::new(4, &columns);
            for edge in cycle.path() {
                let mut line = name(edge.from());
                line.push(Tone::Dim, " -> ");
                line.append(&name(edge.to()));
                table.row(vec![line.into(), relation(edge), place(edge.location(), Length::Full).into()]);
            }
            table.print(page);
        }
    }
}

impl Render for Impact<'_> {
    fn render(&self, page: &mut Page) {
        let counts = self.counts();
        let mut head = Line::of(Tone::Plain, self.change().name()).add(Tone::Plain, " ");
        head.append(&name(self.start()));
        head.push(Tone::Plain, ": ");
        head.push(Tone::Name, if counts.affected == 0 { "nothing" } else { "" });
        head.push(Tone::Name, &if counts.affected == 0 { String::new() } else { counts.affected.to_string() });
        head.push(Tone::Plain, " affected");
        page.ends(head, &place(self.start().location(), Length::Full));
        let words: Vec<Line> = [
            (counts.deleted, "deleted", Tone::Bad),
            (counts.blocked, "blocking", Tone::Bad),
            (counts.broken, "broken", Tone::Bad),
            (counts.nulled, "nulled", Tone::Notice),
            (counts.changed, "changed", Tone::Notice),
            (counts.resources, if counts.resources == 1 { "resource" } else { "resources" }, Tone::Plain),
            (counts.routes, if counts.routes == 1 { "route" } else { "routes" }, Tone::Plain),
            (counts.hooks, if counts.hooks == 1 { "hook" } else { "hooks" }, Tone::Plain),
        ]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, word, tone)| Line::of(tone, &format!("{number} {word}")))
        .collect();
        page.words(2, ", ", &words);
        let table = |severity, length| {
            let columns = [Column::new("").wrap(20), Column::new("").wrap(24), Column::new("").cut_start(12).drop(3)];
            let mut table = Table::new(2, &columns);
            for line in self.affected().iter().filter(|line| line.severity() == severity) {
                let label = match line.node() {
                    Some(node) => match node.route() {
                        Some(route) => routes::label(route),
                        None => name(node).into(),
                    },
                    None => Line::of(Tone::Name, &line.name()).into(),
                };
                table.row(vec![
                    label,
                    Cell::default().prose(Tone::Plain, line.reason()),
                    place(line.location(), length).into(),
                ]);
            }
            table
        };
        for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low] {
            if self.affected().iter().all(|line| line.severity() != severity) {
                continue;
            }
            page.gap();
            let tone = match severity {
                Severity::Critical | Severity::High => Tone::Bad,
                Severity::Medium => Tone::Notice,
                Severity::Low => Tone::Heading,
            };
            page.say(tone, severity.name());
            let full = table(severity, Length::Full);
            if full.fits(page) { full.print(page) } else { table(severity, Length::File).print(page) }
        }
    }
}

impl Render for Why<'_> {
    fn render(&self, page: &mut Page) {
        let route = self.route();
        let mut head = Line::of(Tone::of_method(route.method()), route.method()).add(Tone::Plain, " ");
        head.push(Tone::Name, route.path());
        if !route.handler().is_empty() {
            head.push(Tone::Dim, " -> ");
            head.push(Tone::Plain, route.handler());
        }
        page.ends(head, &place(route.location(), Length::Full));
        middleware(self, page);
    }
}

/// Writes what a route runs, and where each of it comes from.
pub(crate) fn middleware(why: &Why<'_>, page: &mut Page) {
    if why.middleware().is_empty() {
        page.say(Tone::Plain, "  runs no middleware");
    } else {
        let columns =
            [Column::new("").right(), Column::new("").wrap(16), Column::new("").drop(1), Column::new("").cut_start(20)];
        let mut table = Table::new(2, &columns);
        for (at, effective) in why.middleware().iter().enumerate() {
            table.row(vec![
                Line::of(Tone::Dim, &(at + 1).to_string()).into(),
                routes::chain(std::iter::once(effective.name)),
                Line::of(Tone::Plain, effective.source.name()).into(),
                place(effective.location, Length::Full).into(),
            ]);
        }
        table.print(page);
    }
}
