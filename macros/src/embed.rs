//! `embed!`: the whole image as tokens.

use etched_compiler::Strip;
use etched_compiler::image::{self, Bytes};
use etched_compiler::model::Model;
use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Path, Token};

use crate::schema::{Source, files, load, locate, missing};

/// The arguments: a path, `crate = path`, both or neither.
struct Arguments {
    schema: Option<LitStr>,
    krate: Path,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self { schema: None, krate: syn::parse_quote!(::etched) };
        let wrong = |error: syn::Error| {
            let message = "etched: expected `embed!()` or the path of a schema, `embed!(\"schema\")`";
            syn::Error::new(error.span(), message)
        };
        if !input.is_empty() && !input.peek(Token![crate]) {
            arguments.schema = Some(input.parse().map_err(wrong)?);
            input.parse::<Option<Token![,]>>()?;
        }
        if input.peek(Token![crate]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>().map_err(wrong)?;
            arguments.krate = input.parse().map_err(wrong)?;
            input.parse::<Option<Token![,]>>()?;
        }
        if input.is_empty() { Ok(arguments) } else { Err(wrong(input.error(""))) }
    }
}

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let Arguments { schema, krate } = syn::parse2(input)?;
    let parts = |bytes: &Bytes| {
        let records = Literal::byte_string(&bytes.records);
        let strings = Literal::string(&bytes.strings);
        quote!(#records, #strings)
    };
    let source = match locate(schema.as_ref().map(LitStr::value).as_deref()) {
        Ok(source) => source,
        Err(message) => {
            let nothing = || {
                let parts = parts(&image::write(&Model::default(), Strip::NONE).expect("an empty model has an image"));
                quote!(#krate::private::metadata!(#parts))
            };
            return missing(schema.as_ref(), &message).map_or_else(|| Ok(nothing()), Err);
        }
    };
    if let Source::Built(_) = source {
        return Ok(quote!(#krate::embed_out_dir!()));
    }
    let span = schema.as_ref().map_or_else(Span::call_site, LitStr::span);
    let loaded = load(&source).map_err(|message| syn::Error::new(span, format!("etched: {message}")))?;
    let full = parts(&loaded.full);
    // As a build script does it: bodies in debug builds only.
    let parts = match &loaded.release {
        None => full,
        Some(release) => {
            let release = parts(release);
            quote!(debug #full; release #release)
        }
    };
    // Naming the files makes Cargo compile again when one of them changes; a new file it cannot see.
    let files = files(&source);
    Ok(quote! {{
        #(const _: &[u8] = ::core::include_bytes!(#files);)*
        #krate::private::metadata!(#parts)
    }})
}
