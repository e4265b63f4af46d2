//! Half-written code: impls for what can be seen of it, so that the rest of the program has no errors of its own.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Error;

/// Answers for tokens that are no item: a warning, and the stub of the type that seems to be meant.
///
/// rustc has parsed the item before and said what is wrong with it, on the same token. The warning is for the syntax
/// that rustc takes and this does not know: without it, nothing would say that nothing is compared.
pub(super) fn unparsed(input: &TokenStream, error: &Error, stub: fn(&Ident) -> TokenStream) -> TokenStream {
    let note = format!("etched does not understand this item: {error}");
    let used = quote_spanned!(error.span()=> not_compared_with_the_schema);
    let mut out = quote! {
        const _: () = {
            #[deprecated(note = #note)]
            #[allow(non_upper_case_globals, reason = "the name is the message")]
            const not_compared_with_the_schema: () = ();
            #used
        };
    };
    let mut tokens = input.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let item = matches!(&token, TokenTree::Ident(word) if word == "struct" || word == "enum");
        if item
            && let Some(name) = tokens.next()
            && let Ok(ident) = syn::parse2::<Ident>(name.into())
            // With parameters an impl without them would be one more error.
            && !matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '<')
        {
            out.extend(stub(&ident));
            break;
        }
    }
    out
}

pub(super) fn resource(ident: &Ident) -> TokenStream {
    let name = ident.to_string();
    quote! {
        #[automatically_derived]
        impl ::etched::ResourceType for #ident {
            const ID: ::etched::ResourceId = ::etched::ResourceId::new(u32::MAX, 0, #name);
            const FIELDS: &'static [&'static str] = &[];
        }
    }
}

pub(super) fn resource_enum(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::etched::ResourceEnum for #ident {
            const VALUES: &'static [&'static str] = &[];
        }
    }
}

pub(super) fn resource_scalar(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::etched::ResourceScalar for #ident {
            const TYPE: &'static str = "";
        }
    }
}
