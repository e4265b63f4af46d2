//! Annotations: everything in a resource that starts with `@` and is not a constraint.

use etched_core::near::{distance, near};

use super::{Parsed, Parser};
use crate::constraint::CONSTRAINTS;
use crate::diagnostic::{Diagnostic, code};
use crate::lex::{Delim, Span, TokenKind, has_async_block};
use crate::syntax::{
    Allow, Callable, Deprecated, Doc, Hook, Key, Mark, Name, Nested, On, Relation, RelationKind, Resource, Text,
    Validation,
};

/// The names of all annotations.
pub(crate) const ANNOTATIONS: &[&str] = &[
    "has_many",
    "has_one",
    "belongs_to",
    "nested",
    "path",
    "operations",
    "middleware",
    "on",
    "key",
    "route",
    "group",
    "before",
    "after",
    "validate",
    "constraint",
    "invariant",
    "scope",
    "computed",
    "function",
    "deprecated",
    "meta",
    "allow",
];

/// Constraints of a field that are those of a resource before `[`.
const KEYS: &[&str] = &["primary", "unique", "index"];

/// The annotations a parenthesis follows.
const ARGUMENTS: &[&str] = &["deprecated", "meta", "allow"];

pub(super) fn known(name: &str) -> bool {
    ANNOTATIONS.contains(&name)
}

pub(super) fn is_constraint(name: &str) -> bool {
    CONSTRAINTS.iter().any(|constraint| constraint.name == name)
}

/// Tells whether `@name` starts a member and never continues a field: an annotation's name, or one edit away from it.
pub(crate) fn only_annotation(text: &str, span: Span) -> bool {
    let name = span.of(text);
    if KEYS.contains(&name) {
        return text[span.end as usize..].trim_start().starts_with('[');
    }
    if is_constraint(name) || matches!(name, "meta" | "deprecated") {
        return false;
    }
    // Short names are near everything: `@mn(5)` is one edit away from `@on`, which no parenthesis follows.
    let arguments = text[span.end as usize..].starts_with('(');
    let near = |known: &str| distance(name, known).is_some_and(|edits| edits <= 1);
    known(name) || ANNOTATIONS.iter().any(|known| near(known) && (!arguments || ARGUMENTS.contains(known)))
}

impl<'a> Parser<'a, '_> {
    pub(super) fn annotation(&mut self, resource: &mut Resource<'a>) -> Parsed<()> {
        let doc = self.take_docs();
        let at = self.advance().span;
        let word = self.name("an annotation's name")?;
        let span = at.to(word.span);
        if KEYS.contains(&word.text) && self.at(TokenKind::Open(Delim::Bracket)) {
            return self.members_key(resource, word, at);
        }
        let name = if known(word.text) { word.text } else { self.misspelt(word.text, span)? };
        match name {
            "has_many" => self.relation(resource, RelationKind::HasMany, at, doc),
            "has_one" => self.relation(resource, RelationKind::HasOne, at, doc),
            "belongs_to" => self.relation(resource, RelationKind::BelongsTo, at, doc),
            "nested" => self.nested(resource, at),
            "path" => {
                let segment = self.string("the path segment as a string")?;
                resource.paths.push((span, segment));
                Ok(())
            }
            "operations" => {
                self.expect(TokenKind::Open(Delim::Bracket), "`[` and operations")?;
                let names = self.list(Delim::Bracket, "an operation", |parser| parser.name("an operation"))?;
                resource.operations.push((span, names));
                Ok(())
            }
            "middleware" => {
                let list = self.middleware()?;
                resource.middleware.push((span, list));
                Ok(())
            }
            "on" => self.on(resource, at),
            "key" => {
                let field = self.name("the field that stands for the resource in paths")?;
                resource.path_keys.push((span.to(field.span), field));
                Ok(())
            }
            "route" => self.route(&mut resource.routes, None, at, doc),
            "group" => self.group(&mut resource.routes, &mut resource.groups, None, at),
            "before" => self.hook(resource, "before", at, doc),
            "after" => self.hook(resource, "after", at, doc),
            "validate" => {
                let body = self.body()?;
                resource.validations.push(Validation { body, doc, span });
                Ok(())
            }
            "constraint" => {
                let constraint = self.conditions(at, doc, &["on", "when", "condition", "error"])?;
                resource.constraints.push(constraint);
                Ok(())
            }
            "invariant" => {
                let invariant = self.conditions(at, doc, &["condition", "error"])?;
                resource.invariants.push(invariant);
                Ok(())
            }
            "scope" => self.scope(resource, at, doc),
            "computed" => self.computed(resource, at, doc),
            "function" => self.function(resource, at, doc),
            "deprecated" => self.deprecated_resource(resource, span),
            "meta" => {
                let entries = self.meta_entries()?;
                resource.meta.extend(entries);
                Ok(())
            }
            _ => self.allow(resource, at),
        }
    }

    /// Reports an unknown annotation and returns the one it is read as, so that its parts are no further errors.
    fn misspelt(&mut self, name: &str, span: Span) -> Parsed<&'static str> {
        if is_constraint(name) {
            let message = format!("`@{name}` is a constraint and has no field before it");
            let error = Diagnostic::new(&code::MISPLACED, self.place(span), message);
            let error = self.error(error.expect("a field with a type before it"));
            self.arguments()?;
            return Err(error);
        }
        if matches!(name, "strict" | "application" | "middleware_kind") {
            let message = format!("`@{name}` belongs outside of resources");
            return Err(self.error(Diagnostic::new(&code::MISPLACED, self.place(span), message)));
        }
        let near = near(name, ANNOTATIONS.iter().copied());
        let error =
            Diagnostic::new(&code::UNKNOWN_ANNOTATION, self.place(span), format!("unknown annotation `@{name}`"));
        let error = error.label("no annotation has this name").meant_as(near, |name| format!("@{name}"));
        let reported = self.error(error);
        near.first().and_then(|meant| ANNOTATIONS.iter().find(|known| **known == meant)).copied().ok_or(reported)
    }

    fn relation(&mut self, resource: &mut Resource<'a>, kind: RelationKind, at: Span, doc: Doc) -> Parsed<()> {
        let target = self.name("a resource")?;
        let mut through = None;
        if self.at_word("through") {
            let word = self.advance();
            if kind != RelationKind::HasMany {
                let error = Diagnostic::new(
                    &code::MISPLACED,
                    self.place(word.span),
                    "only `@has_many` goes through another resource",
                );
                self.report(error);
            }
            through = Some(self.name("a resource to go through")?);
        }
        if !self.at_word("as") {
            return Err(self.unexpected("`as` and the relationship's name as a string"));
        }
        self.advance();
        let name = self.string("the relationship's name as a string")?;
        let inner = Span { start: name.span.start + 1, end: name.span.end.saturating_sub(1).max(name.span.start + 1) };
        let name = Name { text: self.text_of(inner), span: name.span };
        let options = if self.at(TokenKind::Open(Delim::Brace)) { self.options()? } else { Vec::new() };
        let span = at.to(name.span);
        resource.relations.push(Relation { kind, name, doc, target, mark: Mark::None, through, options, span });
        Ok(())
    }

    /// Reads `[a, b]` or `[a, b] as "name"`.
    fn members_key(&mut self, resource: &mut Resource<'a>, kind: Name<'a>, at: Span) -> Parsed<()> {
        self.advance();
        let members = self.list(Delim::Bracket, "a member", |parser| parser.name("a field or a relationship"))?;
        let mut name = None;
        if self.at_word("as") && self.peek().kind == TokenKind::Str {
            self.advance();
            name = Some(self.string("a name as a string")?);
        }
        resource.keys.push(Key { kind, members, name, span: at.to(kind.span) });
        Ok(())
    }

    fn nested(&mut self, resource: &mut Resource<'a>, at: Span) -> Parsed<()> {
        if !self.at_word("under") {
            return Err(self.unexpected("`under` and a resource"));
        }
        self.advance();
        let parent = self.name("a resource")?;
        let mut segment = None;
        if self.at_word("as") {
            self.advance();
            segment = Some(self.string("the path segment as a string")?);
        }
        resource.nested.push(Nested { parent, segment, span: at.to(self.previous) });
        Ok(())
    }

    fn on(&mut self, resource: &mut Resource<'a>, at: Span) -> Parsed<()> {
        let operation = self.name("an operation")?;
        self.expect(TokenKind::Colon, "`:` and middleware")?;
        let middleware = self.middleware()?;
        resource.on.push(On { operation, middleware, span: at.to(operation.span) });
        Ok(())
    }

    fn hook(&mut self, resource: &mut Resource<'a>, when: &'a str, at: Span, doc: Doc) -> Parsed<()> {
        let event = self.name("an event such as `create`")?;
        let mut hook = Hook {
            when,
            event,
            transaction: false,
            is_async: false,
            deprecated: None,
            body: Text { text: String::new(), span: event.span },
            doc,
            span: at.to(event.span),
        };
        while self.at(TokenKind::At) {
            let word = self.peek();
            let span = self.current.span.to(word.span);
            let name = self.text_of(word.span);
            if name == "deprecated" {
                hook.deprecated = self.deprecation()?;
                continue;
            }
            let modifiers = ["transaction", "async", "deprecated"];
            let near = near(name, modifiers);
            let meant = if modifiers.contains(&name) { Some(name) } else { near.first() };
            if meant != Some(name) {
                let error = Diagnostic::new(
                    &code::UNKNOWN_MODIFIER,
                    self.place(span),
                    format!("unknown modifier `@{name}` of a hook"),
                );
                let error = error.expect("`@transaction`, `@async` or `@deprecated`");
                let error = self.error(error.meant_as(near, |name| format!("@{name}")));
                if meant.is_none() {
                    return Err(error);
                }
            }
            self.advance();
            self.advance();
            let flag = if meant == Some("async") { &mut hook.is_async } else { &mut hook.transaction };
            if std::mem::replace(flag, true) {
                let message = format!("`@{name}` is given twice");
                self.report(Diagnostic::new(&code::ANNOTATION_TWICE, self.place(span), message));
            }
        }
        hook.body = self.body()?;
        hook.is_async |= has_async_block(&hook.body.text);
        resource.hooks.push(hook);
        Ok(())
    }

    fn scope(&mut self, resource: &mut Resource<'a>, at: Span, doc: Doc) -> Parsed<()> {
        let name = self.name("the scope's name")?;
        let parameters = if self.at(TokenKind::Open(Delim::Paren)) { self.parameters()? } else { Vec::new() };
        let body = self.body()?;
        resource.scopes.push(Callable { name, parameters, ty: None, body, doc, span: at.to(name.span) });
        Ok(())
    }

    fn computed(&mut self, resource: &mut Resource<'a>, at: Span, doc: Doc) -> Parsed<()> {
        let name = self.name("the computed field's name")?;
        self.expect(TokenKind::Colon, "`:` and the computed field's type")?;
        let ty = Some(self.ty()?);
        let body = self.body()?;
        resource.computed.push(Callable { name, parameters: Vec::new(), ty, body, doc, span: at.to(name.span) });
        Ok(())
    }

    fn function(&mut self, resource: &mut Resource<'a>, at: Span, doc: Doc) -> Parsed<()> {
        let name = self.name("the function's name")?;
        let parameters = self.parameters()?;
        self.expect(TokenKind::Arrow, "`->` and the type it returns")?;
        let ty = Some(self.ty()?);
        let body = self.body()?;
        resource.functions.push(Callable { name, parameters, ty, body, doc, span: at.to(name.span) });
        Ok(())
    }

    /// Reads `@deprecated`, or nothing.
    pub(super) fn deprecation(&mut self) -> Parsed<Option<Deprecated>> {
        if !self.at(TokenKind::At) || !self.docs.is_empty() {
            return Ok(None);
        }
        let word = self.peek();
        if self.text_of(word.span) != "deprecated" {
            return Ok(None);
        }
        let at = self.advance().span;
        self.advance();
        Ok(Some(Deprecated { reason: self.reason()?, span: at.to(word.span) }))
    }

    /// Reads `("text")`, or nothing.
    fn reason(&mut self) -> Parsed<String> {
        if !self.eat(TokenKind::Open(Delim::Paren)) {
            return Ok(String::new());
        }
        let reason = self.string("the reason as a string")?.text;
        self.expect(TokenKind::Close(Delim::Paren), "`)`")?;
        Ok(reason)
    }

    fn deprecated_resource(&mut self, resource: &mut Resource<'a>, span: Span) -> Parsed<()> {
        let reason = self.reason()?;
        if let Some(first) = &resource.deprecated {
            let first = self.place(first.span);
            let error = Diagnostic::new(&code::ANNOTATION_TWICE, self.place(span), "`@deprecated` is given twice");
            self.report(error.relate("first given here", first));
        } else if !resource.fields.is_empty() || !resource.relations.is_empty() {
            // Further down, a reader would take it for the member above.
            let error = Diagnostic::new(
                &code::MISPLACED,
                self.place(span),
                "`@deprecated` does not belong to the member above it",
            );
            self.report(error.expect("it before the first field, to deprecate the resource, or right after a field"));
        }
        resource.deprecated = Some(Deprecated { reason, span });
        Ok(())
    }

    fn allow(&mut self, resource: &mut Resource<'a>, at: Span) -> Parsed<()> {
        self.expect(TokenKind::Open(Delim::Paren), "`(`, the id of a pattern and a reason")?;
        let pattern = self.string("the id of a pattern as a string")?;
        self.expect(TokenKind::Comma, "`,` and a reason")?;
        let reason = self.string("a reason as a string")?;
        self.eat(TokenKind::Comma);
        self.expect(TokenKind::Close(Delim::Paren), "`)`")?;
        resource.allows.push(Allow { pattern, reason, span: at.to(self.previous) });
        Ok(())
    }

    /// Reads `[auth, rate_limit(5/hour)]`.
    pub(super) fn middleware(&mut self) -> Parsed<Vec<Text>> {
        self.expect(TokenKind::Open(Delim::Bracket), "`[` and middleware")?;
        self.list(Delim::Bracket, "a middleware", Self::one_middleware)
    }

    /// Reads `rate_limit(5/hour)`.
    pub(super) fn one_middleware(&mut self) -> Parsed<Text> {
        let name = self.name("a middleware's name")?;
        if !self.at(TokenKind::Open(Delim::Paren)) {
            return Ok(Text { text: name.text.to_owned(), span: name.span });
        }
        let inside = self.raw_group()?;
        let text = format!("{}({})", name.text, self.text_of(inside));
        Ok(Text { text, span: name.span.to(self.previous) })
    }

    /// Goes over `( … )` as balanced text: arguments such as `*/5` are no expressions and would not lex as such.
    fn raw_group(&mut self) -> Parsed<Span> {
        let opening = self.current.span;
        let rest = &self.text[opening.end as usize..];
        let (mut depth, mut quoted, mut escaped) = (0u32, false, false);
        for (offset, byte) in rest.bytes().enumerate() {
            match byte {
                b'\n' => break,
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                b')' => {
                    let end = opening.end + offset as u32;
                    self.previous = Span { start: end, end: end + 1 };
                    self.peeked = None;
                    self.lexer.seek(end + 1);
                    (self.current, self.docs) = self.fetch();
                    return Ok(Span { start: opening.end, end });
                }
                _ => {}
            }
        }
        Err(self.not_closed(opening))
    }
}
