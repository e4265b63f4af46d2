//! Leaves out what the compiler refuses or reads as something else, until what is written says what the model said.

use std::collections::{BTreeMap, HashMap};

use super::Exported;
use super::piece::{Draft, Kind, Piece, drafts};
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::{Application, Field, Model, Origin, Resource, Route, Text, TypeKind};
use crate::{Sources, compile, format, parse};

/// How often pieces are left out one by one. Mistakes hide others: of a target that is left out, what points to it is
/// refused the next time. After that it is the whole file.
const ROUNDS: usize = 64;

pub(super) fn settle(model: &Model) -> Exported {
    let mut drafts = drafts(model);
    let mut left = Left::default();
    for draft in &mut drafts {
        let in_resource = draft.resource.is_some();
        if !draft.kept {
            left.note(Kind::Resource, "");
        }
        for piece in draft.pieces.iter_mut().filter(|piece| !stands_alone(piece, in_resource)) {
            piece.kept = false;
            let said =
                draft.resource.is_some_and(|at| piece.kind == Kind::Field && related(&model.resources[at], piece.at));
            left.note(piece.kind, if said { "relationship" } else { "" });
        }
    }
    // Each round leaves something out, so there is a last one.
    for round in 0.. {
        let texts = text_of(&drafts);
        if texts.is_empty() {
            break;
        }
        let sources = Sources::from_texts(texts.iter().map(|(at, text)| (drafts[*at].path.clone(), text.text.clone())));
        let unlike = match compile(&sources) {
            Ok(compiled) if compare(model, &compiled.model, &mut drafts, &mut left) => true,
            Ok(compiled) => {
                left.partly(model, &compiled.model, &drafts);
                return Exported { files: formatted(&drafts, &texts), not_exported: left.reasons() };
            }
            Err(errors) => refuse(&errors, &texts, &mut drafts, &mut left, round >= ROUNDS),
        };
        if !unlike {
            // What nothing that is written is to blame for.
            left = Left::default();
            model.resources.iter().for_each(|_| left.note(Kind::Resource, ""));
            break;
        }
    }
    Exported { files: Vec::new(), not_exported: left.reasons() }
}

/// Returns whether a field is of another resource, and a relationship of its name says so.
fn related(resource: &Resource, at: usize) -> bool {
    let field = &resource.fields[at];
    let of_resource = matches!(field.ty.kind().innermost(), TypeKind::Resource(_));
    of_resource && resource.relationships.iter().any(|relationship| relationship.name == field.name)
}

/// A file as it is compiled, and the piece that each of its lines is of.
struct Lines {
    text: String,
    /// Line after the last one of each piece, in order.
    ends: Vec<(u32, usize)>,
}

/// Returns what is above the first piece.
fn lead(draft: &Draft) -> String {
    if draft.resource.is_some() { format!("@strict nullability\n{}", draft.head) } else { draft.head.clone() }
}

fn text_of(drafts: &[Draft]) -> Vec<(usize, Lines)> {
    let kept = drafts.iter().enumerate().filter(|(_, draft)| draft.kept);
    kept.map(|(at, draft)| {
        let mut text = lead(draft);
        let mut ends = Vec::new();
        let mut before = None;
        for (piece_at, piece) in draft.pieces.iter().enumerate().filter(|(_, piece)| piece.kept) {
            // A blank line between one kind and the next.
            let kind = if matches!(piece.kind, Kind::Middleware | Kind::Key) { Kind::Annotation } else { piece.kind };
            text.push_str(if before.is_some_and(|before| before != kind) { "\n" } else { "" });
            before = Some(kind);
            text.push_str(&piece.text);
            ends.push((text.matches('\n').count() as u32 + 1, piece_at));
        }
        text.push_str(draft.tail);
        (at, Lines { text, ends })
    })
    .collect()
}

fn formatted(drafts: &[Draft], texts: &[(usize, Lines)]) -> Vec<(String, String)> {
    let mut files: Vec<_> = texts
        .iter()
        .map(|(at, text)| {
            (drafts[*at].path.clone(), format(&drafts[*at].path, &text.text).unwrap_or_else(|_| text.text.clone()))
        })
        .collect();
    files.sort();
    files
}

/// Returns whether a piece is one member of its own: text from elsewhere could end it and begin another.
fn stands_alone(piece: &Piece, in_resource: bool) -> bool {
    let (text, around) = match piece.kind {
        Kind::Setting => (format!("@application \"x\" {{\n{}}}\n", piece.text), (1, 0)),
        _ if in_resource => (format!("resource X {{\n{}}}\n", piece.text), (0, 1)),
        _ => (piece.text.clone(), (0, 0)),
    };
    let sources = Sources::from_texts([("piece.cdt", text)]);
    let mut diagnostics = Diagnostics::new();
    let tree = parse::parse(&sources, &mut diagnostics);
    let [file] = tree.files.as_slice() else { return false };
    if diagnostics.has_errors() || file.strict.is_some() || (file.applications.len(), file.resources.len()) != around {
        return false;
    }
    let mut counts = vec![(Kind::Route, file.routes.len()), (Kind::MiddlewareMeaning, file.kinds.len())];
    counts.extend(file.applications.iter().map(|application| (Kind::Setting, application.settings.len())));
    for resource in &file.resources {
        counts.extend([
            (Kind::Annotation, resource.paths.len()),
            (Kind::Annotation, resource.path_keys.len()),
            (Kind::Annotation, resource.operations.len()),
            (Kind::Annotation, resource.nested.len()),
            (Kind::Annotation, resource.middleware.len()),
            (Kind::Annotation, resource.allows.len()),
            (Kind::Annotation, usize::from(resource.deprecated.is_some())),
            (Kind::Annotation, usize::from(!resource.meta.is_empty())),
            (Kind::Middleware, resource.on.len()),
            (Kind::Key, resource.keys.len()),
            (Kind::Field, resource.fields.len()),
            (Kind::Relationship, resource.relations.len()),
            (Kind::Route, resource.routes.len()),
            (Kind::Hook, resource.hooks.len()),
            (Kind::Validation, resource.validations.len()),
            (Kind::Constraint, resource.constraints.len()),
            (Kind::Invariant, resource.invariants.len()),
            (Kind::Scope, resource.scopes.len()),
            (Kind::Computed, resource.computed.len()),
            (Kind::Function, resource.functions.len()),
        ]);
    }
    counts.retain(|(_, count)| *count > 0);
    counts == [(piece.kind, 1)]
}

/// Leaves out the pieces that errors are about, or the `whole` files; returns whether there were any.
fn refuse(errors: &Diagnostics, texts: &[(usize, Lines)], drafts: &mut [Draft], left: &mut Left, whole: bool) -> bool {
    let files: HashMap<String, usize> =
        texts.iter().enumerate().map(|(at, (draft, _))| (drafts[*draft].path.clone(), at)).collect();
    let mut found = false;
    for error in errors.iter().filter(|error| error.severity() == Severity::Error) {
        let Some((draft, text)) = files.get(error.place().file_path()).map(|at| &texts[*at]) else { continue };
        let draft = &mut drafts[*draft];
        let line = error.place().line().unwrap_or(0);
        let of_line = text.ends.iter().find(|(end, _)| line < *end).map(|(_, piece)| *piece);
        let above = lead(draft).matches('\n').count() as u32;
        match of_line.filter(|_| line > above) {
            Some(piece) if !whole => {
                let piece = &mut draft.pieces[piece];
                if piece.kept {
                    piece.kept = false;
                    found = true;
                    left.note(piece.kind, error.code());
                }
            }
            _ if draft.kept => {
                draft.kept = false;
                found = true;
                left.note(if draft.resource.is_some() { Kind::Resource } else { Kind::Application }, error.code());
            }
            _ => {}
        }
    }
    found
}

/// Leaves out what came back as something else and cannot be said in part; returns whether there was anything.
fn compare(model: &Model, again: &Model, drafts: &mut [Draft], left: &mut Left) -> bool {
    let by_name: HashMap<&str, &Resource> = again.resources.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut found = false;
    for draft in drafts.iter_mut().filter(|draft| draft.kept) {
        let Some(said) = draft.resource.map(|at| &model.resources[at]) else { continue };
        let Some(read) = by_name.get(said.name.as_str()) else { continue };
        for piece in draft.pieces.iter_mut().filter(|piece| piece.kept) {
            macro_rules! same {
                ($list:ident) => {
                    has(&read.$list, &said.$list[piece.at], |it| it.line = 0)
                };
            }
            let same = match piece.kind {
                Kind::Hook => same!(hooks),
                Kind::Validation => same!(validations),
                Kind::Constraint => same!(constraints),
                Kind::Invariant => same!(invariants),
                Kind::Scope => same!(scopes),
                Kind::Computed => same!(computed_fields),
                Kind::Function => same!(functions),
                _ => true,
            };
            if !same {
                piece.kept = false;
                found = true;
                left.note(piece.kind, "");
            }
        }
    }
    found
}

/// What is left out, by what it is and the code it was refused with.
#[derive(Default)]
struct Left(BTreeMap<(Kind, &'static str, bool), u32>);

impl Left {
    fn note(&mut self, kind: Kind, code: &'static str) {
        *self.0.entry((kind, code, false)).or_default() += 1;
    }

    fn part(&mut self, kind: Kind) {
        *self.0.entry((kind, "", true)).or_default() += 1;
    }

    /// Counts what is said in part.
    fn partly(&mut self, model: &Model, again: &Model, drafts: &[Draft]) {
        if again.application.name == model.application.name && plain_application(model) != plain_application(again) {
            self.part(Kind::Application);
        }
        let by_name: HashMap<&str, &Resource> = again.resources.iter().map(|it| (it.name.as_str(), it)).collect();
        let routes: HashMap<(&str, &str), &Route> = again.routes.iter().map(|it| (key(it), it)).collect();
        let mut written: Vec<bool> = vec![true; model.routes.len()];
        for draft in drafts {
            for piece in draft.pieces.iter().filter(|piece| piece.kind == Kind::Route && !(piece.kept && draft.kept)) {
                written[piece.at] = false;
            }
            let Some(said) = draft.resource.map(|at| &model.resources[at]) else { continue };
            let Some(read) = by_name.get(said.name.as_str()).filter(|_| draft.kept) else { continue };
            for piece in draft.pieces.iter().filter(|piece| piece.kept) {
                let same = match piece.kind {
                    Kind::Field => has(&read.fields, &said.fields[piece.at], plain_field),
                    Kind::Relationship => has(&read.relationships, &said.relationships[piece.at], |it| it.line = 0),
                    _ => true,
                };
                if !same {
                    self.part(piece.kind);
                }
            }
            let chains = |resource: &Resource| -> Vec<_> {
                resource.middleware.iter().map(|(name, chain)| (name.clone(), chain.names.clone())).collect()
            };
            if chains(said) != chains(read) {
                self.part(Kind::Middleware);
            }
            let head = |it: &Resource| (it.meta.clone(), it.path.clone(), it.documentation.clone());
            if head(said) != head(read) {
                self.part(Kind::Resource);
            }
        }
        for (route, _) in model.routes.iter().zip(written).filter(|(_, written)| *written) {
            match routes.get(&key(route)) {
                Some(other) if plain_route(other) == plain_route(route) => {}
                Some(_) => self.part(Kind::Route),
                None => self.note(Kind::Route, ""),
            }
        }
        for _ in again.references.len()..model.references.len() {
            self.note(Kind::Relationship, "references");
        }
    }

    fn reasons(self) -> Vec<(Text, u32)> {
        let reason = |((kind, code, part), count): ((Kind, &str, bool), u32)| {
            let reason = match (part, code) {
                (true, _) => format!("{}, said in part", kind.name()),
                (false, "") => kind.name().to_owned(),
                (false, "references") => "reference without a relationship".to_owned(),
                (false, "relationship") => "field that its relationship says".to_owned(),
                (false, code) => format!("{} ({code})", kind.name()),
            };
            (reason.into(), count)
        };
        self.0.into_iter().map(reason).collect()
    }
}

/// Returns whether a list has a record, where it is apart.
fn has<T: Clone + PartialEq>(list: &[T], one: &T, unplaced: impl Fn(&mut T)) -> bool {
    let plain = |it: &T| {
        let mut it = it.clone();
        unplaced(&mut it);
        it
    };
    let one = plain(one);
    list.iter().any(|other| plain(other) == one)
}

fn key(route: &Route) -> (&str, &str) {
    (&route.method, &route.path)
}

fn plain_application(model: &Model) -> Application {
    let mut application = model.application.clone();
    application.line = 0;
    application.file_path = Text::EMPTY;
    application.source_hash = Text::EMPTY;
    application
}

fn plain_field(field: &mut Field) {
    field.line = 0;
    if !field.fields.is_empty() {
        field.fields.iter_mut().for_each(plain_field);
    }
}

fn plain_route(route: &Route) -> Route {
    let mut route = route.clone();
    route.line = 0;
    route.file_path = Text::EMPTY;
    route.origin = Origin::Schema;
    route
}
