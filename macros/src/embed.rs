//! `embed!`: the whole image as tokens.

use etched_compiler::Strip;
use etched_compiler::image::{self, Bytes};
use etched_compiler::model::Model;
use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Token};

use crate::schema::{Source, files, load, locate, missing};

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let path = |input: ParseStream<'_>| {
        let path = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(path)
    };
    let argument: Option<LitStr> = match input.is_empty() {
        true => None,
        false => Some(path.parse2(input).map_err(|error| {
            syn::Error::new(error.span(), "etched: expected `embed!()` or the path of a schema, `embed!(\"schema\")`")
        })?),
    };
    let metadata = |bytes: &Bytes| {
        let records = Literal::byte_string(&bytes.records);
        let strings = Literal::string(&bytes.strings);
        quote!(::etched::private::Metadata::new(#records, #strings))
    };
    let source = match locate(argument.as_ref().map(LitStr::value).as_deref()) {
        Ok(source) => source,
        Err(message) => {
            let nothing = || metadata(&image::write(&Model::default(), Strip::NONE));
            return missing(argument.as_ref(), &message).map_or_else(|| Ok(nothing()), Err);
        }
    };
    if let Source::Built(_) = source {
        return Ok(quote!(::etched::embed_out_dir!()));
    }
    let span = argument.as_ref().map_or_else(Span::call_site, LitStr::span);
    let loaded = load(&source).map_err(|message| syn::Error::new(span, format!("etched: {message}")))?;
    let full = metadata(&loaded.full);
    // As a build script does it: bodies in debug builds only.
    let metadata = match &loaded.release {
        None => full,
        Some(release) => {
            let release = metadata(release);
            quote! {{
                #[cfg(debug_assertions)]
                const METADATA: ::etched::private::Metadata = #full;
                #[cfg(not(debug_assertions))]
                const METADATA: ::etched::private::Metadata = #release;
                METADATA
            }}
        }
    };
    // Naming the files makes Cargo compile again when one of them changes; a new file it cannot see.
    let files = files(&source);
    Ok(quote! {{
        #(const _: &[u8] = ::core::include_bytes!(#files);)*
        #metadata
    }})
}
