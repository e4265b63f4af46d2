//! The types of fields, their counterparts, and what people write for them.

use etched_core::scalar::{Scalar, canonical};

use crate::bind::{Holds, TYPES};
use crate::types;

/// A type: what its values are, its SQL and JSON, a field that has it, and what others call it.
struct Row {
    name: &'static str,
    values: &'static str,
    sql: &'static str,
    json: &'static str,
    example: &'static str,
    /// Names in SQL and other languages, in small letters; Rust's are those that structs are compared with.
    written: &'static [&'static str],
}

macro_rules! rows {
    ($($name:literal, $values:literal, $sql:literal, $json:literal, $example:literal, [$($written:literal),*];)*) => {
        &[$(Row { name: $name, values: $values, sql: $sql, json: $json, example: $example, written: &[$($written),*] }),*]
    };
}

#[rustfmt::skip]
const ROWS: &[Row] = rows! {
    "string", "text of one line, at most as long as it says", "varchar(n)", "string", "title: string(80)!", ["varchar", "char", "nvarchar", "nchar", "character", "citext", "str"];
    "text", "text of any length", "text", "string", "body: text!", ["clob", "longtext", "mediumtext", "tinytext"];
    "markdown", "text in Markdown", "text", "string", "body: markdown!", ["md"];
    "int", "whole numbers; `int(8)`, `int(16)`, `int(32)`, `int(64)` state a width", "bigint", "integer", "count: int(64)!", ["mediumint", "int8", "uint"];
    "float", "binary floating-point numbers; `float(32)`, `float(64)` state a width", "double precision", "number", "weight: float(64)!", ["number"];
    "decimal", "decimal numbers: digits, and how many of them stand after the point", "numeric(p, s)", "string", "price: decimal(10, 2)!", ["numeric", "money", "dec"];
    "bool", "true or false", "boolean", "boolean", "open: bool!", ["bit"];
    "timestamp", "points in time", "timestamptz", "string, RFC 3339", "sent_at: timestamp!", ["timestamptz", "datetime2", "datetimeoffset", "instant"];
    "date", "days", "date", "string, YYYY-MM-DD", "born: date!", ["day"];
    "time", "times of day", "time", "string, HH:MM:SS", "opens: time!", ["timetz"];
    "uuid", "UUIDs", "uuid", "string", "id: uuid!", ["guid", "uniqueidentifier", "uuidv4", "uuidv7"];
    "ulid", "ULIDs", "char(26)", "string", "id: ulid!", [];
    "email", "e-mail addresses", "text", "string", "email: email!", ["mail"];
    "url", "URLs", "text", "string", "home: url!", ["uri", "link", "href"];
    "phone", "telephone numbers", "text", "string", "phone: phone!", ["tel", "telephone"];
    "json", "anything that JSON can say", "jsonb", "any value", "data: json!", ["jsonb", "object", "any"];
    "bytes", "bytes, at most as many as `@max` says", "bytea", "string, base64", "photo: bytes!", ["bytea", "blob", "binary", "varbinary", "longblob", "mediumblob", "tinyblob"];
    "duration", "lengths of time: `250ms`, `2s`, `5m`", "interval", "string, ISO 8601", "timeout: duration! @default(2s)", ["interval", "timedelta"];
    "array", "values of one type, in order", "T[]", "array", "tags: array<string!>!", [];
    "hash", "values of one type by keys that are scalars", "jsonb", "object", "scores: hash<string!, int!>!", [];
    "enum", "one of the values listed", "text", "string", "state: enum [\"open\", \"closed\"]!", [];
    "one_of", "one of several resources", "two columns, key and kind", "object", "subject: one_of<Post, User>!", [];
    "{ }", "a struct: fields in braces, which may nest", "jsonb", "object", "place: { street: string!, city: string! }!", [];
};

/// What others call numbers of a width, in small letters. `int8` is not among them: to some it has bytes, to some bits.
const WIDTHS: &[(&str, &[&str])] = &[
    ("int(8)", &["tinyint"]),
    ("int(16)", &["smallint", "smallserial", "int2", "int16", "short"]),
    ("int(32)", &["serial", "int4", "int32"]),
    ("int(64)", &["bigint", "bigserial", "int64", "long"]),
    ("float(32)", &["real", "float4", "float32"]),
    ("float(64)", &["double", "float8", "float64"]),
];

/// Returns the type that a name of SQL, Rust or another language stands for, by its name here.
pub(crate) fn meant(name: &str) -> Option<&'static str> {
    let small = name.to_lowercase();
    if let Some((width, _)) = WIDTHS.iter().find(|(_, written)| written.contains(&small.as_str())) {
        return Some(width);
    }
    let own = types::names().find(|own| *own == small).map(canonical);
    let own = own.and_then(|own| ROWS.iter().find(|row| row.name == own && Scalar::named(own).is_some()));
    let written = || ROWS.iter().find(|row| row.written.contains(&small.as_str()));
    own.or_else(written).map(|row| row.name).or_else(|| {
        let (.., holds) = TYPES.iter().find(|(rust, ..)| *rust == name)?;
        match holds {
            Holds::Scalars(scalars) => scalars.first().map(|scalar| scalar.name()),
            Holds::Json => Some(Scalar::Json.name()),
            Holds::Array | Holds::Hash | Holds::Same => None,
        }
    })
}

/// Returns whether a type may have arguments in parentheses.
pub(crate) fn takes_arguments(name: &str) -> bool {
    matches!(Scalar::named(name), Some(Scalar::String | Scalar::Decimal))
}

/// Returns the Rust types that hold a type: the first three of the table that structs are compared with.
fn rust(name: &str) -> String {
    let wanted = |holds: &Holds| match (name, holds) {
        ("array", Holds::Array) | ("hash", Holds::Hash) | ("json", Holds::Json) => true,
        (_, Holds::Scalars(scalars)) => scalars.iter().any(|scalar| scalar.name() == name),
        _ => false,
    };
    match name {
        "enum" => "String, #[derive(ResourceEnum)]".to_owned(),
        "{ }" => "Value".to_owned(),
        _ => TYPES
            .iter()
            .filter(|(.., holds)| wanted(holds))
            .map(|(rust, ..)| *rust)
            .take(3)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

pub(super) fn rows() -> Vec<Vec<String>> {
    let row = |row: &Row| {
        let others = Scalar::OTHER_NAMES.iter().filter(|(_, scalar)| scalar.name() == row.name);
        let others: Vec<_> = others.map(|(other, _)| *other).collect();
        [row.name, row.values, &rust(row.name), row.sql, row.json, &others.join(", "), row.example]
            .map(str::to_owned)
            .into()
    };
    ROWS.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::{ROWS, WIDTHS, meant};
    use crate::types;
    use etched_core::scalar::canonical;

    #[test]
    fn every_type_is_explained() {
        let mut names: Vec<_> = types::names().map(canonical).collect();
        names.dedup();
        for name in names {
            assert!(ROWS.iter().any(|row| row.name == name), "{name}");
        }
    }

    #[test]
    fn what_others_call_a_type_is_no_name_of_ours_and_has_one_meaning() {
        let widths = WIDTHS.iter().flat_map(|(_, written)| written.iter().copied());
        let mut all: Vec<_> = ROWS.iter().flat_map(|row| row.written.iter().copied()).chain(widths).collect();
        assert!(all.iter().all(|written| types::names().all(|name| name != *written)));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        let table = [
            ("bigint", "int(64)"),
            ("real", "float(32)"),
            ("int8", "int"),
            ("varchar", "string"),
            ("JSONB", "json"),
            ("Uuid", "uuid"),
            ("Boolean", "bool"),
        ];
        for (written, name) in table {
            assert_eq!(meant(written), Some(name));
        }
        assert_eq!((meant("strng"), meant("Post"), meant("Vec")), (None, None, None));
    }
}
