//! Members of a resource: fields and inline relations.

use etched_core::scalar::Scalar;

use super::annotation::{is_constraint, only_annotation};
use super::{Parsed, Parser};
use crate::diagnostic::{Diagnostic, code};
use crate::lex::{Delim, Span, TokenKind};
use crate::syntax::{Field, Mark, Name, Relation, RelationKind, Resource, Type, TypeKind, Use, Value};
use crate::types;

impl<'a> Parser<'a, '_> {
    /// Reads members up to the brace that closes the one at `opening`.
    pub(super) fn members(&mut self, resource: &mut Resource<'a>, opening: Span) {
        let depth = self.open.len();
        loop {
            match self.current.kind {
                TokenKind::Comma => {
                    self.advance();
                    continue;
                }
                TokenKind::Close(Delim::Brace) => {
                    self.advance();
                    return;
                }
                TokenKind::Eof => {
                    self.not_closed(opening);
                    return;
                }
                TokenKind::Ident if self.starts_resource(self.current) => {
                    self.not_closed(opening);
                    return;
                }
                _ => {}
            }
            self.restart();
            let start = self.current.span.start;
            if self.member(resource).is_err() {
                if self.current.span.start == start && !self.at(TokenKind::Close(Delim::Brace)) {
                    self.docs.clear();
                    self.advance();
                }
                self.skip_to_member(depth);
            }
        }
    }

    fn member(&mut self, resource: &mut Resource<'a>) -> Parsed<()> {
        match self.current.kind {
            TokenKind::Ident => self.field_or_relation(resource),
            TokenKind::At => self.annotation(resource),
            _ => Err(self.unexpected("a field, a relationship or an annotation")),
        }
    }

    fn field_or_relation(&mut self, resource: &mut Resource<'a>) -> Parsed<()> {
        let doc = self.take_docs();
        let name = self.name("a name")?;
        self.expect(TokenKind::Colon, &format!("`:` and a type after `{}`", name.text))?;
        if self.at(TokenKind::Ident) && types::names_resource(self.current_text()) {
            let target = self.name("a resource")?;
            let mark = self.mark();
            let options = if self.at(TokenKind::Open(Delim::Brace)) { self.options()? } else { Vec::new() };
            let span = name.span.to(self.previous);
            self.no_constraints(&name)?;
            let kind = RelationKind::Inline;
            resource.relations.push(Relation { kind, name, doc, target, mark, through: None, options, span });
            return Ok(());
        }
        let field = self.field_after_colon(name, doc)?;
        resource.fields.push(field);
        Ok(())
    }

    /// A relation takes options, not constraints: `author: User! @unique` would otherwise be lost without a word.
    fn no_constraints(&mut self, name: &Name<'_>) -> Parsed<()> {
        if self.at(TokenKind::At) && self.docs.is_empty() {
            let word = self.peek();
            let text = self.text_of(word.span);
            if is_constraint(text) && !only_annotation(self.text, word.span) && text != "meta" && text != "deprecated" {
                let span = self.current.span.to(word.span);
                let message = format!("`{}` is a relationship, and relationships take no constraints", name.text);
                let error = Diagnostic::new(&code::MISPLACED, self.place(span), message);
                return Err(self.error(error.expect(match text {
                    "primary" | "unique" | "index" => format!("an option in braces: `{{ {text}: true }}`"),
                    _ => "options in braces, such as `{ on_delete: cascade }`".to_owned(),
                })));
            }
        }
        Ok(())
    }

    pub(super) fn field_after_colon(&mut self, name: Name<'a>, doc: String) -> Parsed<Field<'a>> {
        let ty = self.ty()?;
        if let TypeKind::Scalar { name, .. } = &ty.kind
            && Scalar::named(name.text).is_none()
            && self.at(TokenKind::Open(Delim::Brace))
        {
            // `author: user! { on_delete: cascade }`: the unknown type is the error, its options are not another one.
            self.options()?;
        }
        let mut field = Field { name, doc, ty, constraints: Vec::new(), meta: Vec::new() };
        while self.at(TokenKind::At) && self.docs.is_empty() {
            let word = self.peek();
            if word.kind == TokenKind::Ident && only_annotation(self.text, word.span) {
                break;
            }
            let at = self.advance().span;
            let name = self.name("a constraint's name")?;
            if name.text == "meta" {
                field.meta.extend(self.meta_entries()?);
                continue;
            }
            let arguments = self.arguments()?;
            let whole = at.to(self.previous);
            field.constraints.push(Use { span: at.to(name.span), name, arguments, whole });
        }
        Ok(field)
    }

    /// Reads `(a, b)`, or nothing.
    pub(super) fn arguments(&mut self) -> Parsed<Vec<Value<'a>>> {
        if !self.eat(TokenKind::Open(Delim::Paren)) {
            return Ok(Vec::new());
        }
        self.list(Delim::Paren, "an argument", Self::value)
    }

    /// Reads `(key: value, …)`.
    pub(super) fn meta_entries(&mut self) -> Parsed<Vec<(Name<'a>, Value<'a>)>> {
        self.expect(TokenKind::Open(Delim::Paren), "`(` after `@meta`")?;
        self.list(Delim::Paren, "an entry", |parser| {
            let key = parser.name("a key")?;
            parser.expect(TokenKind::Colon, "`:` after the key")?;
            Ok((key, parser.value()?))
        })
    }

    /// Reads `!`, `?` or nothing.
    pub(super) fn mark(&mut self) -> Mark {
        let mark = match self.current.kind {
            TokenKind::Bang => Mark::Required,
            TokenKind::Question => Mark::Nullable,
            _ => return Mark::None,
        };
        self.advance();
        mark
    }

    /// Reads `(name: type, …)`.
    pub(super) fn parameters(&mut self) -> Parsed<Vec<(Name<'a>, Type<'a>)>> {
        self.expect(TokenKind::Open(Delim::Paren), "`(` and parameters")?;
        self.list(Delim::Paren, "a parameter", |parser| {
            let name = parser.name("a parameter's name")?;
            parser.expect(TokenKind::Colon, "`:` and the parameter's type")?;
            Ok((name, parser.ty()?))
        })
    }
}
