//! Declared routes, and the groups they are in.

use etched_core::near::near;

use super::block::quoted;
use super::{Parsed, Parser};
use crate::diagnostic::{Diagnostic, code};
use crate::lex::{Delim, Span, TokenKind};
use crate::syntax::{Details, Doc, Group, Name, Response, Route};

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
/// All of them.
const ANY: &str = "ANY";

/// How deep groups nest.
const MAX_GROUPS: usize = 8;

/// What the braces may hold of a route.
const KEYS: &[&str] = &["path", "query", "body", "response", "status", "prefix"];

impl<'a> Parser<'a, '_> {
    /// Reads `GET "/path" -> handler [middleware] { … }`.
    pub(super) fn route(
        &mut self,
        routes: &mut Vec<Route<'a>>,
        group: Option<usize>,
        at: Span,
        doc: Doc,
    ) -> Parsed<()> {
        let methods = self.methods()?;
        let path = self.string("the path as a string")?;
        self.expect(TokenKind::Arrow, "`->` and the handler's name")?;
        let handler = self.name("the handler's name")?;
        let span = at.to(handler.span);
        let middleware = if self.at(TokenKind::Open(Delim::Bracket)) { self.middleware()? } else { Vec::new() };
        let mut deprecated = self.deprecation()?;
        let mut details = Details::default();
        if self.at(TokenKind::Open(Delim::Brace)) {
            self.details(&mut details)?;
            if deprecated.is_none() {
                deprecated = self.deprecation()?;
            }
        }
        routes.push(Route { methods, group, details, path, handler, middleware, deprecated, doc, span });
        Ok(())
    }

    /// Reads `GET`, `[GET, HEAD]` or `ANY`.
    fn methods(&mut self) -> Parsed<Vec<Name<'a>>> {
        let given = if self.eat(TokenKind::Open(Delim::Bracket)) {
            let names = self.list(Delim::Bracket, "a method", |parser| parser.name("a method such as `GET`"))?;
            if names.is_empty() {
                let place = self.place(self.previous);
                let error = Diagnostic::new(&code::UNKNOWN_METHOD, place, "a route has at least one method");
                self.report(error.expect(quoted(METHODS)));
            }
            names
        } else {
            vec![self.name("a method such as `GET`")?]
        };
        if let [any] = given.as_slice()
            && any.text == ANY
        {
            return Ok(METHODS.iter().map(|text| Name { text, span: any.span }).collect());
        }
        for method in given.iter().filter(|method| !METHODS.contains(&method.text)) {
            let message = match method.text {
                ANY => "`ANY` is all methods, and stands alone".to_owned(),
                text => format!("unknown method `{text}`"),
            };
            let error = Diagnostic::new(&code::UNKNOWN_METHOD, self.place(method.span), message);
            let known = METHODS.iter().copied().chain((given.len() == 1).then_some(ANY));
            let expected = format!("{}, or `{ANY}` for all of them", quoted(METHODS));
            self.report(error.expect(expected).meant(near(method.text, known)));
        }
        Ok(given)
    }

    /// Reads what is in the braces of a route.
    fn details(&mut self, details: &mut Details<'a>) -> Parsed<()> {
        let opening = self.advance().span;
        let mut given: Vec<Name<'a>> = Vec::new();
        let mut status = None;
        loop {
            match self.current.kind {
                TokenKind::Comma => {
                    self.advance();
                    continue;
                }
                TokenKind::Close(Delim::Brace) => {
                    self.advance();
                    break;
                }
                TokenKind::Eof => return Err(self.not_closed(opening)),
                _ => {}
            }
            let doc = if self.at_word("response") { self.take_docs() } else { Doc::new() };
            let key = self.name("`query`, `body`, `response` or `}`")?;
            match key.text {
                "path" | "query" => {
                    let parameters = self.parameters()?;
                    details.parameters.extend(parameters.into_iter().map(|(name, ty)| (key, name, ty)));
                }
                "body" => {
                    self.expect(TokenKind::Colon, "`:` and the type of the body")?;
                    let start = key.span;
                    details.body = Some((start, self.ty()?));
                }
                "response" => {
                    let code = if self.at(TokenKind::Number) { Some(self.status()?) } else { None };
                    let body = if code.is_none() || self.at(TokenKind::Colon) {
                        self.expect(TokenKind::Colon, "a status, or `:` and the type of the body")?;
                        Some(self.ty()?)
                    } else {
                        None
                    };
                    let span = key.span.to(self.previous);
                    // What has no status has that of `status`, which may stand behind it.
                    details.responses.push(Response { status: code.unwrap_or(0), body, doc, span });
                }
                "status" => {
                    self.expect(TokenKind::Colon, "`:` and a number such as 201")?;
                    status = Some((key.span, self.status()?));
                }
                "prefix" => {
                    self.expect(TokenKind::Colon, "`:` and `false`")?;
                    let value = self.name("`false`: a path is behind the prefix unless it says otherwise")?;
                    if !matches!(value.text, "true" | "false") {
                        let message = format!("`prefix` is `true` or `false`, and not `{}`", value.text);
                        return Err(self.error(Diagnostic::new(&code::OPTION_VALUE, self.place(value.span), message)));
                    }
                    details.outside = value.text == "false";
                }
                _ => {
                    let message = format!("unknown key `{}` of a route", key.text);
                    let error = Diagnostic::new(&code::UNKNOWN_KEY, self.place(key.span), message);
                    let error = error.expect(quoted(KEYS)).meant(near(key.text, KEYS.iter().copied()));
                    return Err(self.error(error));
                }
            }
            if key.text != "response" {
                if let Some(first) = given.iter().find(|first| first.text == key.text) {
                    let message = format!("`{}` is given twice", key.text);
                    let first = self.place(first.span);
                    let error = Diagnostic::new(&code::KEY_TWICE, self.place(key.span), message);
                    self.report(error.relate("first given here", first));
                }
                given.push(key);
            }
        }
        self.settle(details, status);
        Ok(())
    }

    /// Gives `status` to the response that has none.
    fn settle(&mut self, details: &mut Details<'a>, status: Option<(Span, u32)>) {
        let bare = details.responses.iter_mut().find(|response| response.status == 0);
        match (bare, status) {
            (Some(response), status) => response.status = status.map_or(200, |(_, status)| status),
            (None, Some((span, status))) => {
                details.responses.push(Response { status, body: None, doc: Doc::new(), span });
            }
            (None, None) => {}
        }
        // A second one without a status is the same one twice.
        details.responses.iter_mut().filter(|response| response.status == 0).for_each(|response| response.status = 200);
    }

    /// Reads a status such as 201.
    fn status(&mut self) -> Parsed<u32> {
        let token = self.expect(TokenKind::Number, "a status such as 201")?;
        let text = self.text_of(token.span);
        match text.parse::<u32>() {
            Ok(status) if (100..=599).contains(&status) => Ok(status),
            _ => {
                let error =
                    Diagnostic::new(&code::ROUTE_ANSWER, self.place(token.span), format!("`{text}` is no status"));
                Err(self.error(error.expect("a number from 100 to 599")))
            }
        }
    }

    /// Reads `"/internal" [middleware] { @route … }`.
    pub(super) fn group(
        &mut self,
        routes: &mut Vec<Route<'a>>,
        groups: &mut Vec<Group>,
        parent: Option<usize>,
        at: Span,
    ) -> Parsed<()> {
        let prefix = self.string("the path before those of the routes, as a string")?;
        let middleware = if self.at(TokenKind::Open(Delim::Bracket)) { self.middleware()? } else { Vec::new() };
        if crate::syntax::enclosing(groups, parent).count() == MAX_GROUPS {
            let message = format!("groups nest at most {MAX_GROUPS} deep");
            let error = Diagnostic::new(&code::TOO_DEEP, self.place(at.to(prefix.span)), message);
            let reported = self.error(error.expect("the paths of several groups as one"));
            if self.at(TokenKind::Open(Delim::Brace)) {
                self.skip_group()?;
            }
            return Err(reported);
        }
        let opening = self.expect(TokenKind::Open(Delim::Brace), "`{` and the routes of the group")?.span;
        let number = groups.len();
        groups.push(Group { prefix, middleware, parent });
        let depth = self.open.len();
        loop {
            match self.current.kind {
                TokenKind::Comma => {
                    self.advance();
                    continue;
                }
                TokenKind::Close(Delim::Brace) => {
                    self.advance();
                    return Ok(());
                }
                TokenKind::Eof => return Err(self.not_closed(opening)),
                TokenKind::Ident if self.starts_resource(self.current) => return Err(self.not_closed(opening)),
                _ => {}
            }
            let start = self.current.span.start;
            if self.grouped(routes, groups, number).is_err() {
                if self.current.span.start == start && !self.at(TokenKind::Close(Delim::Brace)) {
                    self.docs.clear();
                    self.advance();
                }
                self.skip_to_member(depth);
                self.restart();
            }
        }
    }

    /// Reads a route or a group of a group.
    fn grouped(&mut self, routes: &mut Vec<Route<'a>>, groups: &mut Vec<Group>, parent: usize) -> Parsed<()> {
        let expected = "`@route`, `@group` or `}`";
        if !self.at(TokenKind::At) {
            return Err(self.unexpected(expected));
        }
        let word = self.peek();
        let name = self.text_of(word.span);
        if !matches!(name, "route" | "group") {
            let span = self.current.span.to(word.span);
            let message = format!("`@{name}` does not belong into a group");
            let error = Diagnostic::new(&code::MISPLACED, self.place(span), message).expect(expected);
            return Err(self.error(error.meant_as(near(name, ["route", "group"]), |name| format!("@{name}"))));
        }
        let doc = if name == "route" { self.take_docs() } else { Doc::new() };
        let at = self.advance().span;
        self.advance();
        match name {
            "route" => self.route(routes, Some(parent), at, doc),
            _ => self.group(routes, groups, Some(parent), at),
        }
    }
}
