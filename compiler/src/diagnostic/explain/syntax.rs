//! Codes of reading, lexing and parsing.

use super::{Explanation, schema, situation};
use crate::diagnostic::code::*;

pub(super) const TABLE: &[Explanation] = &[
    situation(
        &UNREADABLE,
        "A path cannot be read: it does not exist, permission is denied, it is not a regular file, it is too long, or \
         it is a dangling symbolic link. Nothing is skipped, so the schema is not compiled.",
        "schema/order.cdt -> ../shared/order.cdt    (a link, and ../shared is not there)",
        "Restore the file, correct the path or the link, or remove it from the schema directory.",
    ),
    situation(
        &NOT_UTF8,
        "A schema file is UTF-8 text, and this one has bytes that are not.",
        "schema/menu.cdt, saved as Latin-1: `/// Caf\\xe9`",
        "Save the file as UTF-8.",
    ),
    situation(
        &NO_FILES,
        "The schema directory has no schema files. These end in `.cdt`; names that start with a dot are ignored.",
        "schema/order.txt    (and nothing else)",
        "schema/order.cdt",
    ),
    situation(
        &LINK_LOOP,
        "A symbolic link points to a directory that is already part of the schema, so its files would be read twice.",
        "schema/all -> .",
        "Remove the link, or point it outside of the schema.",
    ),
    situation(
        &TOO_LARGE,
        "A schema file may have 256 MiB and all files together 1 GiB.",
        "schema/generated.cdt    (300 MiB)",
        "Split the file, or leave out what does not describe the application.",
    ),
    situation(
        &FILE_TWICE,
        "Two files of a schema have the same path, so messages could not tell them apart. On disk this takes two \
         names that are the same as text.",
        "Sources::from_texts([(\"a.cdt\", …), (\"a.cdt\", …)])",
        "Sources::from_texts([(\"a.cdt\", …), (\"b.cdt\", …)])",
    ),
    schema(
        &UNEXPECTED,
        "The grammar does not allow this here; the message says what it allows.",
        "resource Post { title string! }",
        "resource Post { title: string! }",
    ),
    schema(
        &UNCLOSED,
        "A brace, bracket or parenthesis is opened and not closed. Where the indentation tells which, that one is \
         named.",
        "resource Post {\n  title: string!\n",
        "resource Post {\n  title: string!\n}",
    ),
    schema(
        &UNCLOSED_STRING,
        "A string ends on the line it starts on.",
        "resource Post { title: string! @default(\"untitled) }",
        "resource Post { title: string! @default(\"untitled\") }",
    ),
    schema(
        &UNCLOSED_REGEX,
        "A regex ends on the line it starts on. In it, `/` is written `\\/` outside of `[…]`.",
        "resource Post { slug: string! @pattern(/^[a-z]+) }",
        "resource Post { slug: string! @pattern(/^[a-z]+/) }",
    ),
    schema(
        &UNCLOSED_COMMENT,
        "A comment that starts with `/*` needs a closing `*/`.",
        "resource Post { title: string! }\n/* to be continued",
        "resource Post { title: string! }\n/* to be continued */",
    ),
    schema(
        &MISMATCHED,
        "The closing delimiter does not match the last one opened.",
        "resource Post { title: string! @before create { Log.write(self.title] } }",
        "resource Post { title: string! @before create { Log.write(self.title) } }",
    ),
    schema(
        &TOO_DEEP,
        "Types and values nest 32 deep, delimiters 256 deep.",
        "resource Post { title: string! @meta(a: \
         [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]) }",
        "resource Post { title: string! @meta(a: [[1]]) }",
    ),
    schema(
        &BAD_ESCAPE,
        "In a string, a backslash starts one of `\\\"`, `\\\\`, `\\n`, `\\r`, `\\t`, `\\#` and `\\u{…}`.",
        "resource Post { title: string! @default(\"a\\qb\") }",
        "resource Post { title: string! @default(\"a\\\\qb\") }",
    ),
    schema(
        &UNKNOWN_DIRECTIVE,
        "Outside of resources there are two directives, `@strict nullability` and `@application`.",
        "@strct nullability\nresource Post { title: string! }",
        "@strict nullability\nresource Post { title: string! }",
    ),
    schema(
        &UNKNOWN_ANNOTATION,
        "In a resource, an annotation is one of the language's. Notes of your own go into `@meta(key: value)`.",
        "resource Post {\n  title: string!\n  @befor create { self.title = \"\" }\n}",
        "resource Post {\n  title: string!\n  @before create { self.title = \"\" }\n}",
    ),
    schema(
        &UNKNOWN_METHOD,
        "A method is `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD` or `OPTIONS`, in capitals.",
        "resource Post { title: string! @route get \"/feed\" -> feed }",
        "resource Post { title: string! @route GET \"/feed\" -> feed }",
    ),
    schema(
        &UNKNOWN_MODIFIER,
        "The modifiers between the event of a hook and its body are `@transaction`, `@async` and `@deprecated`.",
        "resource Post { title: string! @after create @asinc { Log.write() } }",
        "resource Post { title: string! @after create @async { Log.write() } }",
    ),
    schema(
        &UNKNOWN_KEY,
        "A `@constraint` has `on`, `when`, `condition` and `error`, an `@invariant` the last two.",
        "resource Post {\n  title: string!\n  @invariant titled { condition: self.title != \"\" error: \"No title\" on: [create] }\n}",
        "resource Post {\n  title: string!\n  @constraint titled { condition: self.title != \"\" error: \"No title\" on: [create] }\n}",
    ),
    schema(
        &KEY_TWICE,
        "A key may be given only once.",
        "resource Post { author: User! { on_delete: cascade, on_delete: restrict } }\nresource User { name: string! }",
        "resource Post { author: User! { on_delete: restrict } }\nresource User { name: string! }",
    ),
    schema(
        &KEY_MISSING,
        "A `@constraint` or `@invariant` needs a condition and the error to give when it does not hold.",
        "resource Post { title: string! @invariant titled { condition: self.title != \"\" } }",
        "resource Post { title: string! @invariant titled { condition: self.title != \"\" error: \"No title\" } }",
    ),
    schema(
        &MISPLACED,
        "The annotation exists, but not at this place: constraints follow the type of a field, directives are outside \
         of resources.",
        "resource Post { @min(5) title: string! }",
        "resource Post { title: string! @min(5) }",
    ),
    schema(
        &BAD_NUMBER,
        "The text starts like a number but is not one. A number right before one of the units ns, us, ms, s, m, h and d is a \
         duration: `250ms`, `2s`, `1.5h`.",
        "resource Post { count: int! @default(1_000x) }",
        "resource Post { count: int! @default(1000) }",
    ),
];
