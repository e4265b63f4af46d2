//! The checker behind `#[derive(Resource)]`, on descriptions of structs; places are words.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use etched_compiler::bind::{Case, Item, Member, Outcome, PromiseKind, Shape, Type, check, claim, declares};
use etched_compiler::{Sources, Strip, compile, image};

const SCHEMA: &str = "@strict nullability
resource Post {
  title: string!
  status: enum [\"draft\", \"live\"]!
  origin: { city: string! }!
  author: User?
  small: int(32)!
  ratio: float(32)?
  any: int!
  raw: bytes!
  wait: duration!
  widths: array<int(16)!>!
}
resource User { id: uuid! @primary }
";

fn named(name: &'static str, arguments: Vec<Type<&'static str>>) -> Type<&'static str> {
    Type { at: name, shape: Shape::Named(name.to_owned(), arguments) }
}

fn member(name: &'static str, ty: Type<&'static str>) -> Member<&'static str> {
    Member {
        ident: name.to_owned(),
        names: vec![name.to_owned()],
        path: None,
        at: name,
        ty,
        holds: None,
        changes: Vec::new(),
    }
}

fn item(name: &'static str, members: Vec<Member<&'static str>>) -> Item<&'static str> {
    Item {
        ident: name.to_owned(),
        ident_at: "ident",
        name: name.to_owned(),
        at: "name",
        inline: Vec::new(),
        partial: true,
        wrappers: Vec::new(),
        types: BTreeMap::new(),
        changes: Vec::new(),
        skipped: Vec::new(),
        members,
    }
}

fn checked(strip: Strip, item: &Item<&'static str>) -> Outcome<&'static str> {
    let compiled = compile(&Sources::from_texts([("schema/blog.cdt", SCHEMA)])).unwrap();
    check(image::write(&compiled.model, strip).expect("the model has an image").image(), item)
}

#[test]
fn an_image_without_paths_is_checked_all_the_same() {
    let item = item("Post", vec![member("title", named("i64", Vec::new()))]);
    let whole = &checked(Strip::NONE, &item).mismatches[0];
    assert_eq!(whole.at, "i64");
    assert_eq!(whole.message, "`Post.title` is `string!` (schema/blog.cdt:3), and `i64` holds `int`; write `String`");
    let bare = &checked(Strip::NONE.paths(true), &item).mismatches[0];
    assert_eq!(bare.message, "`Post.title` is `string!`, and `i64` holds `int`; write `String`");
}

#[test]
fn what_only_other_types_can_tell_is_promised() {
    let members = vec![
        member("status", named("Status", Vec::new())),
        member("origin", named("Box", vec![named("Origin", Vec::new())])),
        member("author", named("Option", vec![named("Writer", Vec::new())])),
        member("author_id", named("Option", vec![named("Uuid", Vec::new())])),
    ];
    let outcome = checked(Strip::NONE, &item("Post", members));
    assert_eq!(outcome.mismatches, []);
    assert_eq!(outcome.fields, ["status", "origin", "author", "author_id"]);
    let promises: Vec<_> = outcome.promises.iter().map(|promise| (promise.at, promise.kind.clone())).collect();
    let expected = [
        ("Status", PromiseKind::Values(vec!["draft".to_owned(), "live".to_owned()])),
        ("Origin", PromiseKind::Inline("Post.origin".to_owned())),
        ("Writer", PromiseKind::Resource("User".to_owned())),
    ];
    assert_eq!(promises, expected);
}

#[test]
fn a_name_without_a_resource_is_the_only_mismatch() {
    let outcome = checked(Strip::NONE, &item("Pots", vec![member("x", named("Y", Vec::new()))]));
    assert_eq!(outcome.resource, None);
    assert_eq!(outcome.mismatches.len(), 1);
    assert!(outcome.mismatches[0].message.contains("did you mean `Post`?"), "{}", outcome.mismatches[0].message);
}

#[test]
fn cases_are_those_of_serde() {
    let table = [
        ("lowercase", "in_review", "inreview"),
        ("UPPERCASE", "IN_REVIEW", "INREVIEW"),
        ("PascalCase", "InReview", "InReview"),
        ("camelCase", "inReview", "inReview"),
        ("snake_case", "in_review", "in_review"),
        ("SCREAMING_SNAKE_CASE", "IN_REVIEW", "IN_REVIEW"),
        ("kebab-case", "in-review", "in-review"),
        ("SCREAMING-KEBAB-CASE", "IN-REVIEW", "IN-REVIEW"),
    ];
    for (name, field, variant) in table {
        let case = Case::find(name).unwrap();
        assert_eq!(case.field("in_review"), field, "{name}");
        assert_eq!(case.variant("InReview"), variant, "{name}");
    }
    assert_eq!(Case::find("snakecase"), None);
}

#[test]
fn what_the_schema_says_no_attribute_says() {
    for name in ["min", "unique", "middleware", "has_many", "before", "deprecated"] {
        assert!(declares(name), "{name}");
    }
    for name in ["rename", "name", "type", "skip"] {
        assert!(!declares(name), "{name}");
    }
}

#[test]
fn widths_are_compared_where_both_sides_state_one() {
    let plain = |name| named(name, Vec::new());
    let of = |name, inner| named(name, vec![named(inner, Vec::new())]);
    let message = |name: &'static str, ty: Type<&'static str>| {
        let outcome = checked(Strip::NONE, &item("Post", vec![member(name, ty)]));
        outcome.mismatches.first().map(|mismatch| mismatch.message.clone()).unwrap_or_default()
    };
    for (name, ty) in [
        ("small", plain("i32")),
        ("small", plain("u32")),
        ("small", plain("usize")),
        ("small", of("NonZero", "u32")),
        ("ratio", of("Option", "f32")),
        ("any", plain("i8")),
        ("any", plain("u128")),
        ("raw", of("Vec", "u8")),
        ("raw", plain("Bytes")),
        ("raw", Type { at: "list", shape: Shape::List(Box::new(plain("u8"))) }),
        ("wait", plain("Duration")),
        ("widths", of("Vec", "i16")),
    ] {
        assert_eq!(message(name, ty), "", "{name}");
    }
    for (name, ty, said) in [
        ("small", plain("i64"), "and `i64` holds `int(64)`; write `i32`"),
        ("small", plain("NonZeroU8"), "and `NonZeroU8` holds `int(8)`; write `i32`"),
        ("small", of("NonZero", "u64"), "and `NonZero<u64>` holds `int(64)`; write `i32`"),
        ("small", plain("String"), "; write `i32`"),
        ("ratio", named("Option", vec![of("OrderedFloat", "f64")]), "holds `float(64)`; write `f32`"),
        ("widths", of("Vec", "i8"), "and `i8` holds `int(8)`; write `i16`"),
        ("raw", plain("String"), "write `Vec<u8>`"),
        ("raw", of("Vec", "i8"), "write `Vec<u8>`"),
        ("wait", plain("i64"), "write `Duration`"),
    ] {
        let message = message(name, ty);
        assert!(message.ends_with(said), "{name}: {message}");
    }
}

#[test]
fn the_manifest_goes_before_the_table_and_is_looked_at() {
    let mut item = item("Post", vec![member("title", named("Heading", Vec::new()))]);
    item.types.insert("Heading".to_owned(), "string".to_owned());
    let outcome = checked(Strip::NONE, &item);
    assert_eq!((outcome.mismatches.len(), outcome.promises.len()), (0, 0));
    item.types.insert("Heading".to_owned(), "int".to_owned());
    assert_eq!(
        checked(Strip::NONE, &item).mismatches[0].message,
        "`Post.title` is `string!` (schema/blog.cdt:3), and Cargo.toml says that `Heading` holds `int`"
    );
}

#[test]
fn a_type_that_says_nothing_is_left_to_its_derive() {
    let outcome = checked(Strip::NONE, &item("Post", vec![member("title", named("Heading", Vec::new()))]));
    assert_eq!(outcome.mismatches, []);
    let PromiseKind::Holds { claims, otherwise } = &outcome.promises[0].kind else { panic!("{outcome:?}") };
    assert_eq!(*claims, ["string"]);
    assert!(
        otherwise
            .starts_with("`Post.title` is `string!` (schema/blog.cdt:3), and `Heading` is not a type etched knows")
    );
}

#[test]
fn claims_are_types_as_messages_show_them() {
    let table = [
        ("uuid", "uuid"),
        ("uuid!", "uuid"),
        (" datetime ? ", "timestamp"),
        ("string( 80 )!", "string(80)"),
        ("decimal(10,2)", "decimal(10,2)"),
        ("array", "array"),
        ("hash<string!, int?>!", "hash<string!,int?>"),
        ("enum [\"a\",\"b\"]!", "enum [\"a\", \"b\"]"),
        ("User!", "User"),
    ];
    for (text, expected) in table {
        assert_eq!(claim(text).as_deref(), Ok(expected), "{text}");
    }
    for wrong in ["", "!", "uid", "array<", "string(80", "one_of<A!, B!>", "a b", "array<array", "\u{0}", "{"] {
        assert!(claim(wrong).is_err(), "{wrong:?}");
    }
    assert!(claim(&"array<".repeat(100_000)).is_err());
}
