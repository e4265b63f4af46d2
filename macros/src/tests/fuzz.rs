//! Any tokens at all: every macro answers with tokens, and the answer parses.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use workloads::random::Rng;

const DERIVES: [&str; 6] = [
    include_str!("../../tests/expand/bound.rs"),
    include_str!("../../tests/expand/values.rs"),
    "#[resource(schema = \"tests/expand/schema\", name = \"Post\", inline(\"Post.origin\", \"x\"), min = 3)]
     struct Row<T> { #[field(type = \"int\", rename = \"views\")] a: Views, b: Vec<Option<&'static T>>, c: [u8; 4], d: () }",
    "#[resource(schema = \"tests/expand/schema\")] struct User { id: Uuid, #[serde(rename(serialize = \"name\"))] n: String }",
    "#[resource(schema = \"tests/expand/schema\", name = \"Post\", patch(\"Set\", \"Maybe\"))] #[sqlx(rename_all = \"camelCase\")]
     struct Patch<'a> { #[field(path = \"author.name\")] w: Set<&'a str>, #[diesel(column_name = title)] h: Option<String>, #[sea_orm(ignore)] x: u8 }",
    "#[resource(type = \"array<string!>!\", crate = a::b)] struct Labels<T>(T);",
];

const CALLS: [&str; 5] = [
    "\"Post\", schema = \"tests/expand/schema\"",
    "\"GET\", \"/posts/:id\", schema = \"tests/expand/schema\", crate = a::b",
    "\"tests/expand/schema\"",
    "schema = \"tests/expand/schema\", fields = true",
    "",
];

fn stranger(rng: &mut Rng) -> TokenTree {
    const WORDS: [&str; 12] =
        ["struct", "enum", "crate", "schema", "type", "Option", "Vec", "inline", "rename", "self", "skip", "r#type"];
    match rng.below(6) {
        0 => TokenTree::Punct(Punct::new(
            *rng.pick(&['=', ',', '<', '>', '#', '\'', '&', ';', ':', '.']),
            Spacing::Alone,
        )),
        1 => TokenTree::Literal(Literal::string(["", "Post", "a.b.c", "\u{0}", "uuid", "é\""][rng.below(6)])),
        2 => TokenTree::Literal(Literal::u64_unsuffixed(rng.bits())),
        3 => {
            let delimiters = [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None];
            TokenTree::Group(Group::new(*rng.pick(&delimiters), TokenStream::new()))
        }
        _ => {
            let word: &&str = rng.pick(&WORDS);
            syn::parse_str(word).unwrap_or_else(|_| Ident::new(word.trim_start_matches("r#"), Span::call_site())).into()
        }
    }
}

/// Removes, doubles, swaps and replaces tokens, on all levels.
fn mutate(tokens: TokenStream, rng: &mut Rng, rate: usize) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let token = match token {
            TokenTree::Group(group) => {
                TokenTree::Group(Group::new(group.delimiter(), mutate(group.stream(), rng, rate)))
            }
            token => token,
        };
        match rng.below(rate * 5) {
            0 => {}
            1 => out.extend([token.clone(), token]),
            2 => out.push(stranger(rng)),
            3 => out.extend([token, stranger(rng)]),
            4 => {
                let last = out.pop();
                out.push(token);
                out.extend(last);
            }
            _ => out.push(token),
        }
    }
    out.into_iter().collect()
}

#[test]
fn no_tokens_make_a_derive_panic() {
    let mut rng = Rng::new(4);
    for round in 0..4_000 {
        let tokens: TokenStream = rng.pick(&DERIVES).parse().unwrap();
        let rate = 2 + rng.below(24);
        let tokens = mutate(tokens, &mut rng, rate);
        for expand in [crate::derive::resource, crate::derive::resource_enum, crate::derive::resource_scalar] {
            let out = expand(tokens.clone());
            assert!(syn2::parse2::<syn2::File>(out.clone()).is_ok(), "round {round}: {tokens}\nwrote\n{out}");
        }
    }
}

#[test]
fn no_tokens_make_a_call_panic() {
    let mut rng = Rng::new(5);
    for _ in 0..2_000 {
        let tokens: TokenStream = rng.pick(&CALLS).parse().unwrap();
        let rate = 1 + rng.below(6);
        let tokens = mutate(tokens, &mut rng, rate);
        for kind in [&crate::name::RESOURCE, &crate::name::ROUTE, &crate::name::PATTERN] {
            let out = crate::name::expand(tokens.clone(), kind);
            assert!(syn2::parse2::<syn2::Expr>(out.clone()).is_ok(), "{tokens}\nwrote\n{out}");
        }
        crate::constants::expand(tokens.clone());
        let _ = crate::embed::expand(tokens);
    }
}

#[test]
fn half_written_code_is_a_stub_and_no_second_error() {
    let cases = [
        ("struct Post { title: }", "Post"),
        ("pub struct Post { a: u8, b }", "Post"),
        ("enum Status { Draft, Live: }", "Status"),
        ("struct", ""),
        ("", ""),
    ];
    for (text, name) in cases {
        let out = crate::derive::resource(text.parse().unwrap()).to_string();
        assert!(!out.contains("compile_error"), "{text}: {out}");
        assert!(out.contains("not_compared_with_the_schema"), "{text}: {out}");
        let stub = format!("ResourceType for {name}");
        assert!(name.is_empty() || out.contains(&stub), "{text}: {out}");
    }
}
