//! The inside of `#[resource(…)]`, `#[field(…)]` and `#[serde(…)]`: keys, each with a value, a list or nothing.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{Attribute, Error, LitStr, Meta};

/// One key of an attribute.
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Span,
    /// What follows `=`.
    pub(super) value: Option<TokenStream>,
    /// What is in parentheses.
    pub(super) list: Option<TokenStream>,
}

impl Entry {
    /// Returns the string behind `=`.
    pub(super) fn string(&self) -> Option<LitStr> {
        syn::parse2(self.value.clone()?).ok()
    }

    /// Returns the string behind `=`, or says that one belongs there.
    pub(super) fn expect_string(&self, attribute: &str, errors: &mut Vec<Error>) -> Option<LitStr> {
        let string = self.string();
        if string.is_none() {
            let message = format!("etched: expected `#[{attribute}({} = \"…\")]`", self.key);
            errors.push(Error::new(self.span, message));
        }
        string
    }

    /// Says that the key takes nothing, if something follows it: `partial = false` would read as the opposite.
    pub(super) fn expect_nothing(&self, attribute: &str, errors: &mut Vec<Error>) {
        if self.value.is_some() || self.list.is_some() {
            let message =
                format!("etched: `{}` takes no value; write `#[{attribute}({})]`, or leave it out", self.key, self.key);
            errors.push(Error::new(self.span, message));
        }
    }

    /// Returns the strings of `key = "a"` or `key("a", "b")`.
    pub(super) fn strings(&self) -> Vec<LitStr> {
        let list = self.list.clone().into_iter().flatten();
        let strings = list.filter_map(|token| syn::parse2(TokenStream::from(token)).ok());
        self.string().into_iter().chain(strings).collect()
    }
}

/// Says that an attribute of that name belongs somewhere else.
pub(super) fn misplaced(attributes: &[Attribute], name: &str, help: &str, errors: &mut Vec<Error>) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        errors.push(Error::new_spanned(attribute.path(), format!("etched: {help}")));
    }
}

/// Returns the entries of all attributes of that name; malformed ones, and keys that come twice, are errors.
pub(super) fn entries(attributes: &[Attribute], name: &str, errors: &mut Vec<Error>) -> Vec<Entry> {
    let mut out = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        match &attribute.meta {
            Meta::List(list) => read(list.tokens.clone(), name, &mut out, errors),
            other => errors.push(Error::new_spanned(other, format!("etched: expected `#[{name}(…)]`"))),
        }
    }
    let mut seen = BTreeSet::new();
    for entry in &out {
        // Several inline structs may come in one attribute or in as many.
        if !seen.insert(entry.key.as_str()) && entry.key != "inline" {
            errors.push(Error::new(entry.span, format!("etched: `{}` is given twice", entry.key)));
        }
    }
    out
}

/// Reads `key`, `key = tokens` and `key(tokens)` between commas.
pub(super) fn read(tokens: TokenStream, name: &str, out: &mut Vec<Entry>, errors: &mut Vec<Error>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let (key, span) = match &token {
            TokenTree::Ident(ident) => (ident.to_string(), ident.span()),
            TokenTree::Punct(punct) if punct.as_char() == ',' => continue,
            other => {
                errors
                    .push(Error::new(other.span(), format!("etched: expected a name, as in `#[{name}(rename = …)]`")));
                return;
            }
        };
        let mut entry = Entry { key, span, value: None, list: None };
        let mut rest = TokenStream::new();
        while let Some(token) = tokens.next_if(|token| !matches!(token, TokenTree::Punct(p) if p.as_char() == ',')) {
            rest.extend([token]);
        }
        let mut rest = rest.into_iter();
        match rest.next() {
            Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => entry.value = Some(rest.collect()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                entry.list = Some(group.stream());
            }
            Some(other) => {
                errors.push(Error::new(other.span(), format!("etched: expected `{} = …` or a comma", entry.key)));
                continue;
            }
            None => {}
        }
        out.push(entry);
    }
}
