//! `explain`.

use clap::Args;
use etched::cli::{Context, Failure, Outcome};
use etched::query::FORMAT;
use etched::render;
use etched_compiler::{CODES, Code, ExampleKind, Explanation};
use serde::Serialize;

/// Explain the code of an error or a warning, with an example and its fix
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched explain E0046
  etched explain unknown-constraint
  etched explain                       lists all codes")]
pub(crate) struct Explain {
    /// Code, such as E0046, or its name; without one, all are listed
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

impl Explain {
    pub(crate) fn run(&self, context: &Context) -> Outcome {
        let Some(wanted) = &self.code else {
            let codes = CODES.iter().map(|code| Entry { code: code.id, name: code.name });
            return context.answer(&Listed { format: FORMAT, total_count: CODES.len(), codes: codes.collect() });
        };
        let Some(code) = Code::find(wanted) else {
            // Ids are near in capitals only: `e46` and `E0046` would differ in more than they have in common.
            let known = CODES.iter().flat_map(|code| [code.id, code.name]);
            let near = etched_core::near::near(wanted, known).iter().map(str::to_owned).collect();
            let failure = Failure::new("unknown_code", format!("there is no code `{wanted}`")).suggest(near);
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
    if noun.starts_with('e') { "an" } else { "a" }
}

impl render::Render for Listed {
    fn render(&self, page: &mut render::Page) {
        for entry in &self.codes {
            page.text(&format!("{}  {}", entry.code, entry.name));
        }
    }
}
