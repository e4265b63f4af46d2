//! Files: directives and resources.

use etched_core::near::{is_near, near};

use super::{Parsed, Parser};
use crate::diagnostic::{Diagnostic, code};
use crate::lex::{Delim, Span, TokenKind};
use crate::syntax::{Application, File, Kind, Resource, Text};

pub(super) const DIRECTIVES: &[&str] = &["strict", "application", "route", "group", "middleware_kind"];

impl<'a> Parser<'a, '_> {
    pub(super) fn file(mut self) -> File<'a> {
        let mut file = File {
            source: self.source,
            strict: None,
            applications: Vec::new(),
            resources: Vec::new(),
            routes: Vec::new(),
            groups: Vec::new(),
            kinds: Vec::new(),
        };
        // Where the last resource was closed: what is outside of any usually belongs into it.
        let mut closed: Option<(&'a str, Span)> = None;
        while !self.at(TokenKind::Eof) {
            self.restart();
            self.open.clear();
            let item = if self.at(TokenKind::At) {
                self.directive(&mut file, closed)
            } else if self.at(TokenKind::Ident) && self.peek().kind == TokenKind::Ident && self.resource_word() {
                self.resource().map(|resource| {
                    closed = Some((resource.name.text, self.previous));
                    file.resources.push(resource);
                })
            } else if self.eat(TokenKind::Comma) {
                continue;
            } else {
                Err(self.outside(closed))
            };
            if item.is_err() {
                self.skip_to_item();
            }
        }
        self.lose_docs();
        file
    }

    /// Tells whether the current token is `resource`, or misspelt and reported.
    fn resource_word(&mut self) -> bool {
        let word = self.current_text();
        if word != "resource" {
            if !is_near(word, "resource") {
                return false;
            }
            let place = self.place(self.current.span);
            let error = Diagnostic::new(&code::UNEXPECTED, place, format!("expected `resource`, found `{word}`"));
            self.report(error.expect("`resource`").meant(near(word, ["resource"])));
        }
        true
    }

    fn outside(&mut self, closed: Option<(&str, Span)>) -> super::Reported {
        let expected = "`resource` or a directive";
        let message = format!("expected {expected}, found {}", self.found());
        let error = Diagnostic::new(&code::UNEXPECTED, self.place(self.current.span), message);
        let mut error = error.label("outside of any resource").expect(expected);
        if let Some((name, brace)) = closed {
            error = error.relate(format!("`{name}` ends here"), self.place(brace));
        }
        self.error(error)
    }

    fn directive(&mut self, file: &mut File<'a>, closed: Option<(&str, Span)>) -> Parsed<()> {
        let word = self.peek();
        let name = self.text_of(word.span);
        match name {
            "strict" => {
                let at = self.advance().span;
                self.advance();
                self.strict(at, file)
            }
            "application" => {
                let documentation = self.take_docs();
                let at = self.advance().span;
                self.advance();
                let application = self.application(at, documentation)?;
                file.applications.push(application);
                Ok(())
            }
            "route" | "group" => {
                let doc = if name == "route" { self.take_docs() } else { String::new() };
                let at = self.advance().span;
                self.advance();
                if name == "route" {
                    self.route(&mut file.routes, None, at, doc)
                } else {
                    self.group(&mut file.routes, &mut file.groups, None, at)
                }
            }
            "middleware_kind" => {
                self.advance();
                self.advance();
                let middleware = self.one_middleware()?;
                self.expect(TokenKind::Colon, "`:` and what the middleware does")?;
                let does = self.name("`authenticates`, `allows_anonymous` or `neither`")?;
                file.kinds.push(Kind { middleware, does });
                Ok(())
            }
            _ if super::annotation::known(name) => Err(self.outside(closed)),
            _ => {
                let span = self.current.span.to(word.span);
                let error =
                    Diagnostic::new(&code::UNKNOWN_DIRECTIVE, self.place(span), format!("unknown directive `@{name}`"));
                let error =
                    error.expect("`resource`, `@application`, `@strict`, `@route`, `@group` or `@middleware_kind`");
                let meant = near(name, DIRECTIVES.iter().copied());
                Err(self.error(error.meant_as(meant, |name| format!("@{name}"))))
            }
        }
    }

    fn strict(&mut self, at: Span, file: &mut File<'a>) -> Parsed<()> {
        let word = self.name("`nullability`")?;
        if word.text != "nullability" {
            let error = Diagnostic::new(
                &code::UNKNOWN_DIRECTIVE,
                self.place(word.span),
                format!("nothing named `{}` can be strict", word.text),
            );
            return Err(self.error(error.expect("`nullability`").meant(near(word.text, ["nullability"]))));
        }
        let span = at.to(word.span);
        if let Some(first) = file.strict {
            let first = self.place(first);
            let error =
                Diagnostic::new(&code::ANNOTATION_TWICE, self.place(span), "`@strict nullability` is given twice");
            self.report(error.relate("first given here", first));
        }
        file.strict = Some(span);
        Ok(())
    }

    fn application(&mut self, at: Span, documentation: String) -> Parsed<Application<'a>> {
        let name = self.string("the application's name as a string")?;
        let mut settings = Vec::new();
        if self.at(TokenKind::Open(Delim::Brace)) {
            settings = self.options()?;
        }
        Ok(Application { span: at.to(name.span), name, documentation, settings })
    }

    fn resource(&mut self) -> Parsed<Resource<'a>> {
        let doc = self.take_docs();
        self.advance();
        let name = self.name("the resource's name")?;
        let mut resource = Resource { name, doc, ..Resource::default() };
        let opening = self.current.span;
        let braced = self.at(TokenKind::Open(Delim::Brace));
        if braced {
            self.advance();
        } else {
            // Reported, and read on as if it were there: a missing brace is no reason to skip the resource.
            self.unexpected("`{` after the resource's name");
            self.open.push((Delim::Brace, name.span));
        }
        self.members(&mut resource, if braced { opening } else { name.span });
        Ok(resource)
    }

    /// Reads a string literal.
    pub(super) fn string(&mut self, expected: &str) -> Parsed<Text> {
        let token = self.expect(TokenKind::Str, expected)?;
        Ok(Text { text: self.string_content(token.span), span: token.span })
    }
}
