//! `resource!`, `route!` and `pattern!`: a name in, a constant id out.

use etched_core::Image;
use etched_core::cell::Opt;
use etched_core::layout as rows;
use etched_core::near::nearest;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Lit, LitStr, Path, Token};

use crate::schema::{load, locate, missing};

/// What one of the three macros looks for.
pub(crate) struct ConstantKind {
    /// The file that declares it, where one does.
    file: fn(Image<'_>, u32) -> String,
    /// Its word in messages.
    word: &'static str,
    /// The type of the id.
    ty: &'static str,
    /// String literals it takes.
    literals: usize,
    /// An example of a call.
    example: &'static str,
    find: fn(Image<'_>, &str) -> Option<u32>,
    names: fn(Image<'_>) -> Vec<String>,
}

pub(crate) const RESOURCE: ConstantKind = ConstantKind {
    file: |image, id| file(image, image.rows::<rows::Resource>().get(id).file()),
    word: "resource",
    ty: "ResourceId",
    literals: 1,
    example: "resource!(\"Post\")",
    find: |image, name| image.find::<rows::Resource>(name).map(|id| id.index),
    names: |image| image.rows::<rows::Resource>().iter().map(|record| image.str(record.name()).to_owned()).collect(),
};

pub(crate) const ROUTE: ConstantKind = ConstantKind {
    file: |image, id| file(image, image.rows::<rows::Route>().get(id).file()),
    word: "route",
    ty: "RouteId",
    literals: 2,
    example: "route!(\"GET\", \"/posts/:id\")",
    find: |image, name| {
        let (method, path) = name.split_once(' ')?;
        image.find_route(method, path).map(|id| id.index)
    },
    names: |image| {
        let name = |record: etched_core::Rec<'_, rows::Route>| {
            format!("{} {}", image.str(image.get(record.method()).name()), image.str(record.path()))
        };
        image.rows::<rows::Route>().iter().map(name).collect()
    },
};

pub(crate) const PATTERN: ConstantKind = ConstantKind {
    file: |_, _| String::new(),
    word: "pattern",
    ty: "PatternId",
    literals: 1,
    example: "pattern!(\"middleware/auth\")",
    find: |image, name| image.find_pattern(name).map(|id| id.index),
    names: |image| image.rows::<rows::Pattern>().iter().map(|record| image.str(record.id()).to_owned()).collect(),
};

fn file(image: Image<'_>, file: Opt<rows::File>) -> String {
    image.get_opt(file).map_or_else(String::new, |file| image.str(file.path()).to_owned())
}

/// The arguments: one or two string literals, then `schema = "…"` and `crate = path`.
struct Arguments {
    literals: Vec<LitStr>,
    schema: Option<LitStr>,
    krate: Path,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self { literals: Vec::new(), schema: None, krate: syn::parse_quote!(::etched) };
        while !input.is_empty() {
            if input.peek(LitStr) {
                arguments.literals.push(input.parse()?);
            } else if input.peek(Lit) {
                return Err(input.error("etched: expected a string"));
            } else {
                let key = input.call(Ident::parse_any).map_err(|_| input.error("etched: expected a string"))?;
                if key != "schema" && key != "crate" {
                    // What no `=` follows was meant as the name itself.
                    let expected = if input.peek(Token![=]) { "`schema = \"path\"`" } else { "a string" };
                    return Err(syn::Error::new(key.span(), format!("etched: expected {expected}")));
                }
                let example = if key == "crate" { "crate = path::to::etched" } else { "schema = \"path\"" };
                let value = |error: syn::Error| syn::Error::new(error.span(), format!("etched: expected `{example}`"));
                input.parse::<Token![=]>().map_err(value)?;
                if key == "crate" {
                    arguments.krate = input.parse().map_err(value)?;
                } else {
                    arguments.schema = Some(input.parse().map_err(value)?);
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

pub(crate) fn expand(input: TokenStream, kind: &ConstantKind) -> TokenStream {
    let arguments: Arguments = match syn::parse2(input) {
        Ok(arguments) => arguments,
        Err(error) => return stub(&error, kind, &syn::parse_quote!(::etched)),
    };
    find(&arguments, kind).unwrap_or_else(|error| stub(&error, kind, &arguments.krate))
}

/// One mistake, one message: the id of no image keeps the rest of the code in order.
fn stub(error: &syn::Error, kind: &ConstantKind, krate: &Path) -> TokenStream {
    let error = error.to_compile_error();
    let stub = id(kind, krate, u32::MAX, 0, "");
    quote!({ #error #stub })
}

fn id(kind: &ConstantKind, krate: &Path, index: u32, fingerprint: u64, name: &str) -> TokenStream {
    let ty = Ident::new(kind.ty, Span::call_site());
    quote!(#krate::#ty::new(#index, #fingerprint, #name))
}

/// Says that the schema does not have a name, on the literal that is wrong, and which it has.
fn unknown(name: &str, literals: &[LitStr], names: &[String], word: &str) -> syn::Error {
    const SHOWN: usize = 5;
    let near = nearest(name, names.iter().map(String::as_str));
    let help = match (near, names) {
        (Some(near), _) => format!("; did you mean `{near}`?"),
        (None, []) => format!("; it has no {word}s at all"),
        (None, few) if few.len() <= SHOWN => format!("; it has `{}`", few.join("`, `")),
        (None, many) => format!("; `etched --from <schema> {word}s` lists its {}", many.len()),
    };
    // Of a route, the method is wrong where the path is right.
    let method =
        |near: &str| literals.len() == 2 && near.split_once(' ').is_some_and(|(_, path)| path == literals[1].value());
    let wrong = if near.is_some_and(method) { literals.first() } else { literals.last() };
    let span = wrong.map_or_else(Span::call_site, LitStr::span);
    syn::Error::new(span, format!("etched: the schema has no {word} `{name}`{help}"))
}

fn find(arguments: &Arguments, kind: &ConstantKind) -> syn::Result<TokenStream> {
    let krate = &arguments.krate;
    if arguments.literals.len() != kind.literals {
        let span = arguments.literals.get(kind.literals).map_or_else(Span::call_site, LitStr::span);
        return Err(syn::Error::new(span, format!("etched: expected `{}`", kind.example)));
    }
    if let [method, path] = arguments.literals.as_slice()
        && method.value().starts_with('/')
        && !path.value().starts_with('/')
    {
        let message = format!("etched: expected the method before the path, `{}`", kind.example);
        return Err(syn::Error::new(method.span(), message));
    }
    let name = match arguments.literals.as_slice() {
        [method, path] => format!("{} {}", method.value().to_uppercase(), path.value()),
        literals => literals.iter().map(LitStr::value).collect(),
    };
    let schema = arguments.schema.as_ref().map(LitStr::value);
    let nothing = || Ok(id(kind, krate, u32::MAX, 0, &name));
    let source = match locate(schema.as_deref()) {
        Ok(source) => source,
        Err(message) => return missing(arguments.schema.as_ref(), &message).map_or_else(nothing, Err),
    };
    // A schema with errors is reported where it is embedded, not by every macro that needs it.
    let Ok(loaded) = load(&source) else { return nothing() };
    let image = loaded.full.image();
    let Some(index) = (kind.find)(image, &name) else {
        return Err(unknown(&name, &arguments.literals, &(kind.names)(image), kind.word));
    };
    let id = id(kind, krate, index, loaded.fingerprint(), &name);
    Ok(match loaded.file(&(kind.file)(image, index)) {
        None => id,
        // Naming the file makes Cargo look again when it changes, also in a crate that embeds nothing.
        Some(file) => quote!({
            const _: &[u8] = ::core::include_bytes!(#file);
            #id
        }),
    })
}
