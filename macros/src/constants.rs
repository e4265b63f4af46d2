//! `constants!`: every name of the schema as a constant, for completion in editors.

use std::collections::BTreeSet;

use etched_core::layout as rows;
use etched_core::{Image, foreign};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{LitBool, LitStr, Path, Token};
use unicode_normalization::UnicodeNormalization;

use crate::schema::{files, load, locate, missing};

/// Above this many resources the fields are left out unless they are asked for: a constant each costs rustc more than
/// the schema costs the compiler.
const MANY: u32 = 1_000;

struct Arguments {
    schema: Option<LitStr>,
    fields: Option<bool>,
    krate: Path,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self { schema: None, fields: None, krate: syn::parse_quote!(::etched) };
        let wrong = |span, expected: &str| syn::Error::new(span, format!("etched: expected {expected}"));
        let pairs = "`schema = \"path\"` or `fields = true`";
        while !input.is_empty() {
            let key = input.call(Ident::parse_any).map_err(|error| wrong(error.span(), pairs))?;
            let expected = match key.to_string().as_str() {
                "schema" => "`schema = \"path\"`",
                "fields" => "`fields = true` or `fields = false`",
                "crate" => "`crate = path::to::etched`",
                _ => return Err(wrong(key.span(), pairs)),
            };
            let value = |error: syn::Error| wrong(error.span(), expected);
            input.parse::<Token![=]>().map_err(value)?;
            match key.to_string().as_str() {
                "schema" => arguments.schema = Some(input.parse().map_err(value)?),
                "fields" => arguments.fields = Some(input.parse::<LitBool>().map_err(value)?.value),
                _ => arguments.krate = input.parse().map_err(value)?,
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let arguments: Arguments = match syn::parse2(input) {
        Ok(arguments) => arguments,
        Err(error) => return error.to_compile_error(),
    };
    let schema = arguments.schema.as_ref().map(LitStr::value);
    let source = match locate(schema.as_deref()) {
        Ok(source) => source,
        Err(message) => {
            let error = missing(arguments.schema.as_ref(), &message);
            return error.map_or_else(TokenStream::new, |error| error.to_compile_error());
        }
    };
    // A schema with errors is reported where it is embedded.
    let Ok(loaded) = load(&source) else { return TokenStream::new() };
    let files = files(&source);
    let constants = write(loaded.full.image(), loaded.fingerprint(), &arguments);
    quote! {
        #(const _: &[u8] = ::core::include_bytes!(#files);)*
        #constants
    }
}

fn write(image: Image<'_>, fingerprint: u64, arguments: &Arguments) -> TokenStream {
    let resources = image.rows::<rows::Resource>();
    let with_fields = arguments.fields.unwrap_or(resources.len() <= MANY);
    let krate = &arguments.krate;
    let mut out = TokenStream::new();
    let (mut constants, mut modules) = (Names::default(), Names::default());
    for (id, resource) in (0_u32..).zip(resources.iter()) {
        let name = image.str(resource.name());
        let doc = doc(image.str(resource.documentation()), name);
        let constant = constants.ident(&snake(name).to_uppercase());
        out.extend(quote! {
            #[doc = #doc]
            #[allow(dead_code, reason = "a program uses the constants it needs")]
            pub const #constant: #krate::ResourceId = #krate::ResourceId::new(#id, #fingerprint, #name);
        });
        if !with_fields {
            continue;
        }
        let module = modules.ident(&snake(name));
        let mut names = Names::default();
        let range = resource.fields();
        let fields = (range.start..).zip(image.rows::<rows::Field>().range(range)).map(|(id, field)| {
            let (field_name, ty) = (image.str(field.name()), image.str(image.get(field.ty()).text()));
            let doc = self::doc(image.str(field.documentation()), &format!("`{name}.{field_name}: {ty}`"));
            let constant = names.ident(&field_name.to_uppercase());
            quote! {
                #[doc = #doc]
                pub const #constant: #krate::FieldId = #krate::FieldId::new(#id, #fingerprint, #name, #field_name);
            }
        });
        let fields: TokenStream = fields.collect();
        let about = format!("The fields of `{name}`.");
        out.extend(quote! {
            #[doc = #about]
            #[allow(dead_code, reason = "a program uses the constants it needs")]
            pub mod #module { #fields }
        });
    }
    out
}

fn doc(documentation: &str, name: &str) -> String {
    if documentation.is_empty() { name.to_owned() } else { prose(documentation) }
}

/// Returns a schema's documentation as rustdoc is to show it: words.
///
/// An indented line or a fence would be an example that the user's `cargo test` compiles, a bracket a link to nothing,
/// and `<script>` is HTML unless it is code. Code is what one backtick begins and the next one on its line ends, as
/// Markdown has it, too; a line whose backticks do not pair has none. A bar in code may end it where a table has cells.
fn prose(documentation: &str) -> String {
    let line = |line: &str| {
        let words = foreign::line(line).split_whitespace().collect::<Vec<_>>().join(" ");
        let pairs = words.matches('`').count() % 2 == 0 && !words.contains("``");
        let mut out = String::with_capacity(words.len() + 8);
        for (at, part) in words.split('`').enumerate() {
            let code = pairs && at % 2 == 1 && !part.contains('|');
            let before = pairs && at % 2 == 1;
            match () {
                () if code => out.push_str(&format!("`{part}`")),
                () if before => out.push_str(&format!("\\`{}\\`", plain(part))),
                () if at > 0 && !pairs => out.push_str(&format!("\\`{}", plain(part))),
                () => out.push_str(&plain(part)),
            }
        }
        out
    };
    documentation.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns a text in which Markdown finds neither links, HTML, code nor tables.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '[' | ']' | '<' | '>' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Puts a resource's name in snake case, a run of capitals as one word: `http_log` of `HTTPLog`.
fn snake(name: &str) -> String {
    etched_core::name::snake(name).collect()
}

/// Identifiers that are taken; the second of one name gets a number.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn ident(&mut self, name: &str) -> Ident {
        // rustc reads identifiers in this form, and takes those for one that are one in it.
        let mut name: String = name.nfc().map(|c| if unicode(c) { c } else { '_' }).collect();
        if !name.starts_with(|c: char| c == '_' || c.is_alphabetic()) {
            name.insert(0, '_');
        }
        if name == "_" {
            name.push('_');
        }
        let mut unique = name.clone();
        let mut number = 1;
        while !self.0.insert(unique.clone()) {
            number += 1;
            unique = format!("{name}_{number}");
        }
        // The few keywords that no `r#` turns into a name.
        match unique.as_str() {
            "self" | "super" | "crate" | "Self" => Ident::new(&format!("{unique}_"), Span::call_site()),
            name => syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site())),
        }
    }
}

fn unicode(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use etched_compiler::Strip;
    use etched_compiler::image;
    use etched_compiler::model::{Field, Model, Resource};

    use super::{Arguments, MANY, Names, prose, snake, write};

    fn modules(resources: u32, fields: Option<bool>) -> usize {
        let field = || Field { name: "id".into(), ty: "uuid".into(), ..Field::default() };
        let resource =
            |at| Resource { name: format!("Thing{at}").into(), fields: vec![field()], ..Resource::default() };
        let model = Model { resources: (0..resources).map(resource).collect(), ..Model::default() };
        let bytes = image::write(&model, Strip::NONE).expect("the model has an image");
        let arguments = Arguments { schema: None, fields, krate: syn::parse_quote!(::etched) };
        let text = write(bytes.image(), 0, &arguments).to_string();
        assert_eq!(text.matches(":: ResourceId =").count(), resources as usize);
        text.matches("pub mod").count()
    }

    #[test]
    fn documentation_is_words_and_no_examples() {
        let text = "An [Auth] of `Vec<T>`.\n\n    let x = y;\n```\nnot rust\n```\n-     more\n> ~~~";
        let words = "An \\[Auth\\] of `Vec<T>`.\n\nlet x = y;\n\\`\\`\\`\nnot rust\n\\`\\`\\`\n- more\n\\> \\~\\~\\~";
        assert_eq!(prose(text), words);
    }

    #[test]
    fn documentation_is_no_html() {
        let table = [
            ("an `open <script>alert(1)</script>", "an \\`open \\<script\\>alert(1)\\</script\\>"),
            ("``a` <b> `c``", "\\`\\`a\\` \\<b\\> \\`c\\`\\`"),
            ("\\` <b> `", "\\\\` <b> `"),
            ("| a `b | <c>` |", "\\| a \\`b \\| \\<c\\>\\` \\|"),
            ("`a` and `b<T>`", "`a` and `b<T>`"),
            ("\u{1b}[31m \u{202e}", "\\\\u{1b}\\[31m \\\\u{202e}"),
        ];
        for (text, expected) in table {
            assert_eq!(prose(text), expected, "{text}");
        }
    }

    /// `é` as one character and as two, the sign of the angstrom and `Å`: each is one identifier.
    #[test]
    fn names_that_are_one_when_normalised_are_told_apart() {
        let mut names = Names::default();
        let idents = ["caf\u{e9}", "cafe\u{301}", "\u{c5}", "\u{212b}"].map(|name| names.ident(name).to_string());
        assert_eq!(idents, ["caf\u{e9}", "caf\u{e9}_2", "\u{c5}", "\u{c5}_2"]);
    }

    #[test]
    fn many_resources_have_no_constants_for_fields_unless_asked() {
        assert_eq!(modules(MANY, None), MANY as usize);
        assert_eq!(modules(MANY + 1, None), 0);
        assert_eq!(modules(MANY + 1, Some(true)), MANY as usize + 1);
        assert_eq!(modules(2, Some(false)), 0);
    }

    #[test]
    fn names_become_identifiers() {
        let table = [
            ("BlogPost", "blog_post"),
            ("HTTPLog", "http_log"),
            ("OrderV2", "order_v2"),
            ("A", "a"),
            ("Größe", "größe"),
        ];
        for (name, expected) in table {
            assert_eq!(snake(name), expected);
        }
        let mut names = Names::default();
        let idents = ["post", "post", "type", "self", "a-b", "9x", "_"].map(|name| names.ident(name).to_string());
        assert_eq!(idents, ["post", "post_2", "r#type", "self_", "a_b", "_9x", "__"]);
    }
}
