//! Types.

use super::{Parsed, Parser};
use crate::diagnostic::{Diagnostic, code};
use crate::lex::{Delim, Span, TokenKind};
use crate::syntax::{Field, Mark, Name, Type, TypeKind};
use crate::types;

impl<'a> Parser<'a, '_> {
    /// Reads a type and its null mark.
    pub(super) fn ty(&mut self) -> Parsed<Type<'a>> {
        self.deeper(|parser| {
            let start = parser.current.span;
            let kind = parser.type_kind()?;
            let kind = parser.array_suffix(kind, start)?;
            let span = start.to(parser.previous);
            Ok(Type { kind, span, mark: parser.mark() })
        })
    }

    /// Reports `text[]` and reads it as what it means, `array<text!>`.
    fn array_suffix(&mut self, item: TypeKind<'a>, start: Span) -> Parsed<TypeKind<'a>> {
        if !self.at(TokenKind::Open(Delim::Bracket)) || self.peek().kind != TokenKind::Close(Delim::Bracket) {
            return Ok(item);
        }
        let span = start.to(self.previous);
        self.advance();
        self.advance();
        let whole = start.to(self.previous);
        let meant = format!("array<{}!>", self.text_of(span));
        let error = Diagnostic::new(&code::UNKNOWN_TYPE, self.place(whole), "a list is no type of its items with `[]`");
        let error = error.label("no such type").suggest(Some(meant.clone()));
        let place = self.place(whole);
        self.report(error.fix(place, meant));
        Ok(TypeKind::Array(Box::new(Type { kind: item, span, mark: Mark::Required })))
    }

    fn type_kind(&mut self) -> Parsed<TypeKind<'a>> {
        if self.at(TokenKind::Open(Delim::Brace)) {
            return Ok(TypeKind::Struct(self.structure()?));
        }
        let name = self.name("a type")?;
        let generic = self.at(TokenKind::Less);
        Ok(match name.text {
            "array" if generic => {
                self.advance();
                let item = self.ty()?;
                self.expect(TokenKind::Greater, "`>` after the type of the items")?;
                TypeKind::Array(Box::new(item))
            }
            "hash" if generic => {
                self.advance();
                let key = self.ty()?;
                self.expect(TokenKind::Comma, "`,` and the type of the values")?;
                let value = self.ty()?;
                self.expect(TokenKind::Greater, "`>` after the type of the values")?;
                TypeKind::Hash(Box::new(key), Box::new(value))
            }
            "one_of" if generic => {
                self.advance();
                let mut targets = vec![self.target()?];
                // One resource alone is a relationship of its own kind.
                self.expect(TokenKind::Comma, "`,` and another resource")?;
                targets.push(self.target()?);
                while self.eat(TokenKind::Comma) {
                    targets.push(self.target()?);
                }
                self.expect(TokenKind::Greater, "`,` or `>` after a resource")?;
                TypeKind::OneOf(targets)
            }
            "one_of" => return Err(self.unexpected("`<` and the resources after `one_of`")),
            "array" => return Err(self.unexpected("`<` and the type of the items after `array`")),
            "hash" => return Err(self.unexpected("`<` and the types of keys and values after `hash`")),
            "enum" => {
                self.expect(TokenKind::Open(Delim::Bracket), "`[` and the values after `enum`")?;
                TypeKind::Enum(self.list(Delim::Bracket, "a value", |parser| parser.string("a value as a string"))?)
            }
            _ => TypeKind::Scalar { name, arguments: self.arguments()? },
        })
    }

    /// Reads a resource of several, with the `!` that the canonical text of the type has.
    fn target(&mut self) -> Parsed<Name<'a>> {
        let name = self.name("a resource")?;
        self.eat(TokenKind::Bang);
        Ok(name)
    }

    fn structure(&mut self) -> Parsed<Vec<Field<'a>>> {
        self.advance();
        let mut fields = Vec::new();
        loop {
            if self.eat(TokenKind::Comma) {
                continue;
            }
            if self.at(TokenKind::Close(Delim::Brace)) {
                self.advance();
                return Ok(fields);
            }
            let doc = self.take_docs();
            let name = self.name("a field of the struct or `}`")?;
            self.expect(TokenKind::Colon, &format!("`:` and a type after `{}`", name.text))?;
            if self.at(TokenKind::Ident) && types::names_resource(self.current_text()) {
                let message = format!("`{}` is a relationship, and a struct has only fields", name.text);
                let error = Diagnostic::new(&code::MISPLACED, self.place(self.current.span), message);
                self.report(error.expect("a type that is not a resource"));
                let ty = self.ty()?;
                if ty.mark != Mark::None && self.at(TokenKind::Open(Delim::Brace)) {
                    self.options()?;
                }
                continue;
            }
            fields.push(self.field_after_colon(name, doc)?);
        }
    }
}
