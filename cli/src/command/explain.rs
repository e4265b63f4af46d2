//! `explain`.

use clap::Args;
use etched::cli::{Context, Failure, Outcome};
use etched::query::FORMAT;
use etched::render;
use etched_compiler::language::{self, Table};
use etched_compiler::{CODES, Code, ExampleKind, Explanation};
use serde::Serialize;

/// Explain a code, with an example and its fix, or the words of the schema language
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched explain E0046
  etched explain unknown-constraint
  etched explain types                 also constraints, annotations
  etched explain @min
  etched explain                       lists all codes")]
pub(crate) struct Explain {
    /// Code or its name, a type, `@` and a constraint or annotation, or a table: types, constraints, annotations
    code: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    format: u32,
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    meaning: &'static str,
    /// What the examples are: a schema, a document, openapi, or a situation described.
    example_kind: &'static str,
    example: &'static str,
    fix: &'static str,
}

#[derive(Serialize)]
struct Listed {
    format: u32,
    total_count: usize,
    codes: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    code: &'static str,
    name: &'static str,
}

/// Words of one kind.
#[derive(Serialize)]
struct Words {
    format: u32,
    kind: &'static str,
    total_count: usize,
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

/// What one word is; it may be of several kinds.
#[derive(Serialize)]
struct Found {
    format: u32,
    words: Vec<Words>,
}

impl Words {
    fn all(table: &Table) -> Self {
        let (kind, columns, rows) = (table.of, table.columns, table.rows.clone());
        Self { format: FORMAT, kind, total_count: rows.len(), columns, rows }
    }

    /// Writes each word with its columns below it, which are too wide to stand side by side.
    fn write(&self, page: &mut render::Page) {
        for row in &self.rows {
            page.text(&format!("{}, {} {}", row[0], article(self.kind), self.kind));
            for (title, cell) in self.columns.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty()) {
                page.text(&format!("  {title}: {cell}"));
            }
        }
    }
}

impl render::Render for Words {
    fn render(&self, page: &mut render::Page) {
        self.write(page);
    }
}

impl render::Render for Found {
    fn render(&self, page: &mut render::Page) {
        self.words.iter().for_each(|words| words.write(page));
    }
}

impl Explain {
    pub(crate) fn run(&self, context: &Context) -> Outcome {
        let Some(wanted) = &self.code else {
            let codes = CODES.iter().map(|code| Entry { code: code.id, name: code.name });
            return context.answer(&Listed { format: FORMAT, total_count: CODES.len(), codes: codes.collect() });
        };
        let tables = [language::types(), language::constraints(), language::annotations()];
        if let Some(table) = tables.iter().find(|table| table.of == wanted.trim_end_matches('s')) {
            return context.answer(&Words::all(table));
        }
        let named = |table: &Table| {
            let mut words = Words::all(table);
            // `@deprecated` is a constraint and an annotation.
            words.rows.retain(|row| row[0] == *wanted);
            words.total_count = words.rows.len();
            (!words.rows.is_empty()).then_some(words)
        };
        let found: Vec<_> = tables.iter().filter_map(named).collect();
        if !found.is_empty() {
            return context.answer(&Found { format: FORMAT, words: found });
        }
        let Some(code) = Code::find(wanted) else {
            // Ids are near in capitals only: `e46` and `E0046` would differ in more than they have in common.
            let words = tables.iter().flat_map(|table| table.rows.iter().map(|row| row[0].as_str()));
            let known = CODES.iter().flat_map(|code| [code.id, code.name]).chain(words);
            let near = etched_core::near::near(wanted, known).iter().map(str::to_owned).collect();
            let failure = Failure::new("unknown_code", format!("there is no code or word `{wanted}`")).suggest(near);
            return Err(failure.advise(format!("`explain` lists all {}.", CODES.len())));
        };
        let Explanation { meaning, kind, wrong, right, .. } = code.explain();
        context.answer(&Answer {
            format: FORMAT,
            code: code.id,
            name: code.name,
            severity: if code.id.starts_with('W') { "warning" } else { "error" },
            meaning,
            example_kind: match kind {
                ExampleKind::Schema => "schema",
                ExampleKind::Document => "document",
                ExampleKind::OpenApi => "openapi",
                _ => "situation",
            },
            example: wrong,
            fix: right,
        })
    }
}

impl render::Render for Answer {
    fn render(&self, page: &mut render::Page) {
        page.text(&format!("{} {}, {} {}", self.code, self.name, article(self.severity), self.severity));
        page.text("");
        page.text(self.meaning);
        for (title, text) in [("Example", self.example), ("Fix", self.fix)] {
            page.text("");
            page.text(title);
            for line in text.trim_end().lines() {
                page.text(&format!("  {line}"));
            }
        }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e']) { "an" } else { "a" }
}

impl render::Render for Listed {
    fn render(&self, page: &mut render::Page) {
        for entry in &self.codes {
            page.text(&format!("{}  {}", entry.code, entry.name));
        }
    }
}
