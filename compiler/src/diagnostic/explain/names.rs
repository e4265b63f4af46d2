//! Codes of names, types and constraints.

use super::{Explanation, schema};
use crate::diagnostic::code::*;

pub(super) const TABLE: &[Explanation] = &[
    schema(
        &RESOURCE_TWICE,
        "Two resources have the same name.",
        "resource Tag { name: string! }\nresource Tag { label: string! }",
        "resource Tag { name: string! label: string! }",
    ),
    schema(
        &RESOURCE_NAME,
        "The name of a resource starts with a capital, since a capital is what tells a resource from a type.",
        "resource post { title: string! }",
        "resource Post { title: string! }",
    ),
    schema(
        &MEMBER_TWICE,
        "Two members of a resource, or of a struct, have the same name.",
        "resource Post { title: string! title: text! }",
        "resource Post { title: string! body: text! }",
    ),
    schema(
        &ANNOTATION_TWICE,
        "The annotation may be given only once here.",
        "resource Post { title: string! @path \"posts\" @path \"texts\" }",
        "resource Post { title: string! @path \"texts\" }",
    ),
    schema(
        &PARAMETER_TWICE,
        "Two parameters of a function or scope have the same name.",
        "resource Post { title: string! @function like(text: string!, text: string?) -> bool! { true } }",
        "resource Post { title: string! @function like(text: string!, other: string?) -> bool! { true } }",
    ),
    schema(
        &STRICT_NULLABILITY,
        "The file says `@strict nullability`, so every type in it ends in `!` (never null) or `?` (may be null).",
        "@strict nullability\nresource Post { title: string }",
        "@strict nullability\nresource Post { title: string! }",
    ),
    schema(
        &UNKNOWN_TYPE,
        "A type is a scalar of the language, `array<…>`, `hash<…, …>`, `enum […]`, a struct in braces, a resource, whose \
         name starts with a capital, or `one_of<…, …>`, one of several resources.",
        "resource Post { title: strng! }",
        "resource Post { title: string! }",
    ),
    schema(
        &TYPE_ARGUMENTS,
        "`string` takes the most characters a text may have, `decimal` the number of digits and how many of them \
         stand after the point, `int` and `float` their width in bits (8, 16, 32, 64 and 32, 64); no other type takes arguments.",
        "resource Post { price: decimal(2, 10)! }",
        "resource Post { price: decimal(10, 2)! }",
    ),
    schema(
        &HASH_KEY,
        "The keys of a hash are scalars that can be compared and are never null.",
        "resource Post { votes: hash<string?, int!>! }",
        "resource Post { votes: hash<string!, int!>! }",
    ),
    schema(
        &ENUM_EMPTY,
        "An enum without values would have no value at all.",
        "resource Post { status: enum []! }",
        "resource Post { status: enum [\"draft\", \"published\"]! }",
    ),
    schema(
        &ENUM_VALUE_TWICE,
        "An enum has each value once.",
        "resource Post { status: enum [\"draft\", \"draft\"]! }",
        "resource Post { status: enum [\"draft\", \"published\"]! }",
    ),
    schema(
        &STRUCT_EMPTY,
        "A struct has at least one field.",
        "resource Post { place: { }! }",
        "resource Post { place: { town: string! }! }",
    ),
    schema(
        &UNKNOWN_CONSTRAINT,
        "A constraint is one of the language's, so that everybody who reads the metadata knows what it means. Notes \
         of your own go into `@meta(key: value)`.",
        "resource Post { title: string! @uniqe }",
        "resource Post { title: string! @unique }",
    ),
    schema(
        &CONSTRAINT_TWICE,
        "A constraint may be given only once on a field.",
        "resource Post { title: string! @min(1) @min(2) }",
        "resource Post { title: string! @min(2) }",
    ),
    schema(
        &CONSTRAINT_ARGUMENTS,
        "The constraint does not take these arguments; the message says which it takes.",
        "resource Post { title: string! @min(\"5\") }",
        "resource Post { title: string! @min(5) }",
    ),
    schema(
        &CONSTRAINT_TYPE,
        "The constraint says nothing about values of this type.",
        "resource Post { count: int! @pattern(/^a+$/) }",
        "resource Post { count: int! @min(0) }",
    ),
    schema(
        &CONSTRAINT_RANGE,
        "Two bounds contradict each other, or the default does not keep them: no value would be right.",
        "resource Post { title: string! @min(10) @max(5) }",
        "resource Post { title: string! @min(5) @max(10) }",
    ),
    schema(
        &DEFAULT_TYPE,
        "A default is a value of the field's type.",
        "resource Post { count: int! @default(\"none\") }",
        "resource Post { count: int! @default(0) }",
    ),
    schema(
        &PRIMARY_NULLABLE,
        "A primary key names its record, so it is never null.",
        "resource Post { id: uuid? @primary }",
        "resource Post { id: uuid! @primary }",
    ),
];
