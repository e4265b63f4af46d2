//! `#[derive(Resource)]`, `#[derive(ResourceEnum)]` and `#[derive(ResourceScalar)]`: read, check, write, in that order and in that many files.

mod ast;
mod attribute;
mod describe;
mod expand;
mod others;
mod scalar;
mod stub;
mod values;

use etched_compiler::bind::PromiseKind;
use proc_macro2::TokenStream;
use syn::{DeriveInput, Error};

use crate::schema;
use crate::types::Types;
pub(crate) use ast::Container;
pub(crate) use describe::item;

/// Expands `#[derive(Resource)]`.
pub(crate) fn resource(input: TokenStream) -> TokenStream {
    let parsed = match syn::parse2::<DeriveInput>(input.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return stub::unparsed(&input, &error, stub::resource),
    };
    let (container, mut errors) = Container::read(&parsed);
    if container.shapeless {
        return with(expand::unchecked(&container, &[]), errors);
    }
    let source = match schema::locate(container.schema.as_ref().map(syn::LitStr::value).as_deref()) {
        Ok(source) => source,
        Err(message) => {
            errors.extend(schema::missing(container.schema.as_ref(), &message));
            return with(expand::unchecked(&container, &[]), errors);
        }
    };
    // A schema with errors is reported where it is embedded, not by every macro that needs it.
    let Ok(loaded) = schema::load(&source) else {
        return with(expand::unchecked(&container, &schema::files(&source)), errors);
    };
    let (mut item, places) = item(&container);
    let types = Types::read();
    errors.extend(schema::once(&types.wrong));
    let manifest = types.file();
    item.types = types.holds.clone();
    let outcome = etched_compiler::bind::check(loaded.full.image(), &item);
    let found = outcome.resource.is_some() || !container.inline.is_empty();
    // A name that could not be read is no name that is not known.
    let mismatches = outcome.mismatches.iter().filter(|_| found || !container.unclear);
    for mismatch in mismatches {
        errors.push(Error::new(places.span(mismatch.at), format!("etched: {}", mismatch.message)));
    }
    for promise in &outcome.promises {
        if let (PromiseKind::Holds { otherwise, .. }, false) =
            (&promise.kind, expand::keepable(&container, promise, &places))
        {
            errors.push(Error::new(places.span(promise.at), format!("etched: {otherwise}")));
        }
    }
    let tokens = match found {
        true => expand::bound(&container, &outcome, &places, &loaded, manifest),
        false => expand::unchecked(&container, &[]),
    };
    with(tokens, errors)
}

/// Expands `#[derive(ResourceEnum)]`.
pub(crate) fn resource_enum(input: TokenStream) -> TokenStream {
    let parsed = match syn::parse2::<DeriveInput>(input.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return stub::unparsed(&input, &error, stub::resource_enum),
    };
    let (tokens, errors) = values::expand(&parsed);
    with(tokens, errors)
}

/// Expands `#[derive(ResourceScalar)]`.
pub(crate) fn resource_scalar(input: TokenStream) -> TokenStream {
    let parsed = match syn::parse2::<DeriveInput>(input.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return stub::unparsed(&input, &error, stub::resource_scalar),
    };
    let (tokens, errors) = scalar::expand(&parsed);
    with(tokens, errors)
}

/// Puts every error before what was written.
fn with(tokens: TokenStream, errors: Vec<Error>) -> TokenStream {
    let mut out: TokenStream = errors.iter().map(Error::to_compile_error).collect();
    out.extend(tokens);
    out
}
