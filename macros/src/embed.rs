//! `embed!`: the whole image as tokens.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::LitStr;

use crate::schema::{Source, files, load, locate};

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let argument: Option<LitStr> = match input.is_empty() {
        true => None,
        false => Some(syn::parse2(input).map_err(|error| {
            syn::Error::new(error.span(), "etched: expected `embed!()` or the path of a schema, `embed!(\"schema\")`")
        })?),
    };
    let span = argument.as_ref().map_or_else(proc_macro2::Span::call_site, LitStr::span);
    let error = |message: String| syn::Error::new(span, format!("etched: {message}"));
    let source = locate(argument.as_ref().map(LitStr::value).as_deref()).map_err(error)?;
    if let Source::Built(_) = source {
        return Ok(quote!(::etched::embed_out_dir!()));
    }
    let loaded = load(&source).map_err(error)?;
    let metadata = |bytes: &etched_compiler::image::Bytes| {
        let records = Literal::byte_string(&bytes.records);
        let strings = Literal::string(&bytes.strings);
        quote!(::etched::private::Metadata::new(#records, #strings))
    };
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
