//! What `#[derive(Resource)]` writes: one small impl, and a constant for each promise.

use etched_compiler::bind::{Outcome, Promise, PromiseKind};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::GenericParam;

use super::ast::Container;
use super::describe::Places;
use crate::schema::Loaded;

/// Writes the impl of a struct that is what the schema says.
pub(super) fn bound(
    container: &Container<'_>,
    outcome: &Outcome<usize>,
    places: &Places<'_>,
    loaded: &Loaded,
    manifest: Option<String>,
) -> TokenStream {
    let fields = &outcome.fields;
    let implementation = match outcome.resource {
        Some(index) => resource(container, index, loaded.fingerprint(), fields),
        None if outcome.mismatches.is_empty() => inline(container, &container.inline, fields),
        None => inline(container, &[], fields),
    };
    let files = outcome.file_paths.iter().filter_map(|path| loaded.file(path)).chain(manifest);
    let promises = outcome.promises.iter().filter_map(|promise| kept(container, promise, places));
    quote! {
        const _: () = {
            #implementation
            #(const _: &[u8] = ::core::include_bytes!(#files);)*
            #(#promises)*
        };
    }
}

/// Writes the impl of a struct that could not be compared, so that what uses it brings no messages of its own.
pub(super) fn unchecked(container: &Container<'_>, files: &[String]) -> TokenStream {
    let fields: Vec<String> = container.fields.iter().filter_map(|field| field.names.last().cloned()).collect();
    let implementation = match container.inline.as_slice() {
        [] => resource(container, u32::MAX, 0, &fields),
        _ => inline(container, &[], &fields),
    };
    quote! {
        const _: () = {
            #implementation
            #(const _: &[u8] = ::core::include_bytes!(#files);)*
        };
    }
}

fn resource(container: &Container<'_>, index: u32, fingerprint: u64, fields: &[String]) -> TokenStream {
    let (ident, krate, name) = (container.ident, &container.krate, &container.name.0);
    let (generics, arguments, bounds) = container.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #krate::ResourceType for #ident #arguments #bounds {
            const ID: #krate::ResourceId = #krate::ResourceId::new(#index, #fingerprint, #name);
            const FIELDS: &'static [&'static str] = &[#(#fields),*];
        }
    }
}

fn inline(container: &Container<'_>, paths: &[syn::LitStr], fields: &[String]) -> TokenStream {
    let (ident, krate) = (container.ident, &container.krate);
    let (generics, arguments, bounds) = container.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #krate::ResourcePart for #ident #arguments #bounds {
            const OF: &'static [&'static str] = &[#(#paths),*];
            const FIELDS: &'static [&'static str] = &[#(#fields),*];
        }
    }
}

/// Returns whether a constant can keep a promise: none can about a type with the struct's own parameters.
pub(super) fn keepable(container: &Container<'_>, promise: &Promise<usize>, places: &Places<'_>) -> bool {
    let ty = places.ty(promise.at).map(ToTokens::to_token_stream).unwrap_or_default();
    let mut parameters = container.generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    });
    !parameters.any(|parameter| mentions(ty.clone(), parameter))
}

/// Writes the constant that keeps a promise; it fails to compile, on the type, when the promise does not hold.
fn kept(container: &Container<'_>, promise: &Promise<usize>, places: &Places<'_>) -> Option<TokenStream> {
    let krate = &container.krate;
    let ty = places.ty(promise.at)?.to_token_stream();
    if !keepable(container, promise, places) {
        return None;
    }
    // No lifetime of the struct's reaches into a constant, and none matters there.
    let ty = forever(ty);
    let place = &promise.place;
    let tokens = match &promise.kind {
        PromiseKind::Values(values) => quote! {
            const _: () = #krate::private::values(<#ty as #krate::ResourceEnum>::VALUES, &[#(#values),*], #place);
        },
        PromiseKind::Resource(name) => quote! {
            const _: () = #krate::private::resource(<#ty as #krate::ResourceType>::ID, #name, #place);
        },
        // A type may or may not have the trait: the inherent constant is there where it has, the trait's where not.
        PromiseKind::Holds { claims, otherwise } => quote! {
            const _: () = {
                #[allow(unused_imports, reason = "not needed where the type says what it holds")]
                use #krate::private::Unsaid as _;
                #krate::private::holds(#krate::private::Says::<#ty>::TYPE, &[#(#claims),*], #place, #otherwise);
            };
        },
        PromiseKind::Inline(path) => quote! {
            const _: () = #krate::private::inline(<#ty as #krate::ResourcePart>::OF, #path, #place);
        },
    };
    // A constant that fails is shown from its first token to its last, so all of them are at the type.
    Some(at(places.span(promise.at), tokens))
}

fn at(span: Span, tokens: TokenStream) -> TokenStream {
    let each = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            token = TokenTree::Group(Group::new(group.delimiter(), at(span, group.stream())));
        }
        // The names of the user's own types stay what they are called where they are written.
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.into_iter().map(each).collect()
}

fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

fn forever(tokens: TokenStream) -> TokenStream {
    let mut after_quote = false;
    let each = |token| {
        let was =
            std::mem::replace(&mut after_quote, matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''));
        match token {
            TokenTree::Ident(ident) if was => TokenTree::Ident(Ident::new("static", ident.span())),
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), forever(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        }
    };
    tokens.into_iter().map(each).collect()
}
