//! The language reference is true: its tables are the compiler's, and its examples compile.
//!
//! `ETCHED_BLESS=1 cargo test -p etched-compiler --test reference` writes the tables anew.

use std::fs;
use std::path::{Path, PathBuf};

use etched_compiler::language::{Table, annotations, constraints, types};
use etched_compiler::{Diagnostics, Sources, compile};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md")
}

fn diagnostics(text: &str) -> Diagnostics {
    match compile(&Sources::from_texts([("app.cdt", text)])) {
        Ok(compiled) => compiled.warnings,
        Err(errors) => errors,
    }
}

/// The blocks of a kind: ` ```cdt ` and ` ```cdt,wrong `.
fn blocks<'t>(text: &'t str, kind: &str) -> Vec<&'t str> {
    let opening = format!("```{kind}\n");
    text.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

fn with_table(text: &str, table: &Table) -> String {
    let (start, end) = (format!("<!-- {}s -->\n", table.of), format!("<!-- end of {}s -->", table.of));
    let (before, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no {start}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no {end}"));
    format!("{before}{start}{}{end}{after}", table.to_markdown())
}

#[test]
fn the_tables_are_those_of_the_compiler() {
    let text = fs::read_to_string(path()).unwrap();
    let mut expected = text.clone();
    for table in [types(), constraints(), annotations()] {
        expected = with_table(&expected, &table);
    }
    if std::env::var_os("ETCHED_BLESS").is_some() {
        fs::write(path(), expected).unwrap();
    } else {
        assert!(text == expected, "docs/language.md is not what the compiler's tables say; see the head of this test");
    }
}

#[test]
fn the_examples_of_the_reference_compile_and_the_wrong_ones_do_not() {
    let text = fs::read_to_string(path()).unwrap();
    let right = blocks(&text, "cdt");
    assert!(right.len() >= 5, "{}", right.len());
    for example in right {
        let found = diagnostics(example);
        assert!(found.is_empty(), "{example}\n{found}");
    }
    let wrong = blocks(&text, "cdt,wrong");
    assert!(!wrong.is_empty());
    for example in wrong {
        assert!(diagnostics(example).has_errors(), "{example}");
    }
}

#[test]
fn the_examples_of_the_tables_compile() {
    for table in [types(), constraints(), annotations()] {
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len(), "{row:?}");
            let member = row.last().unwrap();
            // What the members of the examples name, where they do not say it themselves.
            let field = |name: &str| match member.starts_with(&format!("{name}:")) {
                true => String::new(),
                false => format!("{name}: string!\n"),
            };
            let key = if table.of == "annotation" { "author: User!\n" } else { "" };
            let key = if row[0] == "@belongs_to" { "" } else { key };
            let text = format!(
                "resource Thing {{\n{member}\n{}{}{key}}}\nresource User {{ name: string! }}\nresource Post {{ thing: Thing! }}\n",
                field("title"),
                field("slug"),
            );
            let found = diagnostics(&text);
            let allowed = |code: &str| row[0] == "@allow" && code.starts_with('W');
            assert!(found.iter().all(|found| allowed(found.code())), "{text}\n{found}");
        }
    }
}

#[test]
fn what_people_write_has_an_edit_to_what_there_is() {
    let table = [
        ("size: bigint!", "int(64)"),
        ("size: int4!", "int(32)"),
        ("size: tinyint(1)!", "int(8)"),
        ("name: varchar(80)!", "string"),
        ("name: String!", "string"),
        ("tags: text[]!", "array<text!>"),
        ("tags: string(20)[]?", "array<string(20)!>"),
        ("data: jsonb!", "json"),
        ("id: Uuid!", "uuid"),
        ("at: timestamptz!", "timestamp"),
        ("ids: array<bigint!>!", "int(64)"),
        ("size: i64!", "int"),
    ];
    for (member, meant) in table {
        let text = format!("resource Thing {{ {member} }}");
        let errors = diagnostics(&text);
        let [error] = errors.iter().collect::<Vec<_>>()[..] else { panic!("{text}\n{errors}") };
        assert_eq!(error.suggestion(), Some(meant), "{text}");
        let fixed = etched_compiler::Edits::of(error.edit()).apply(text.as_bytes());
        let fixed = String::from_utf8(fixed).unwrap();
        let left = diagnostics(&fixed);
        assert!(left.is_empty(), "{fixed}\n{left}");
    }
    // A resource of that name, or one that is near, is what was meant.
    let near = diagnostics("resource Thing { at: Date! } resource Dates { id: uuid! }");
    assert_eq!(near.iter().next().unwrap().code(), "E0060");
    assert!(diagnostics("resource Thing { at: Date! } resource Date { id: uuid! }").is_empty());
}
