//! `check`.

use std::path::Path;

use clap::Args;
use etched::cli::{Context, Failure, Format, Outcome, Verdict};
use etched_compiler::Diagnostics;
use etched_core::foreign;
use serde::Serialize;

use crate::source::{self, Refused, Remark, Source};

/// Check a schema, a document or an image and report everything that is wrong with it
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched --from schema check
  etched --from schema check --deny-warnings     for CI
  etched --from schema check --format json | jq '.diagnostics[] | [.file_path, .line, .message]'")]
pub(crate) struct Check {
    /// Exit with 1 for warnings, too
    #[arg(long)]
    deny_warnings: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Record<'a>>,
}

/// A remark of a document in the shape a diagnostic of a schema has.
#[derive(Serialize)]
struct Record<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file_path: &'a str,
    line: u32,
    column: u32,
    end_column: u32,
}

impl Check {
    pub(crate) fn run(&self, from: Option<&Path>, context: &Context) -> Outcome {
        match source::read(from) {
            Ok(Source::Demo) => {
                context.note("this is the embedded demo, checked when it was built; name your schema with --from");
                self.report(&Diagnostics::new(), &[], context)
            }
            Ok(Source::Schema(compiled)) => self.report(&compiled.warnings, &[], context),
            Ok(other) => self.report(&Diagnostics::new(), &other.remarks(), context),
            Err(Refused::Schema(diagnostics)) => self.report(&diagnostics, &[], context),
            Err(Refused::Other(failure)) => Err(failure),
        }
    }

    fn report(&self, diagnostics: &Diagnostics, remarks: &[Remark], context: &Context) -> Outcome {
        let errors = diagnostics.errors();
        let warnings = diagnostics.warnings() + remarks.len();
        match context.format() {
            // A source has one or the other: a schema diagnostics, a document remarks.
            Format::Json if remarks.is_empty() => {
                context.write((diagnostics.to_json() + "\n").as_bytes())?;
            }
            Format::Json => {
                let records = remarks.iter().map(|remark| Record {
                    code: "document",
                    severity: "warning",
                    message: &remark.message,
                    file_path: &remark.file_path,
                    line: remark.line,
                    column: 0,
                    end_column: 0,
                });
                context.json(&Answer { format: 1, errors, warnings, diagnostics: records.collect() })?;
            }
            Format::Text => {
                let style = context.style();
                let mut text = diagnostics.render(style.colour, style.width.unwrap_or(100));
                for remark in remarks {
                    text.push_str(&foreign::line(&format!("warning: {remark}")));
                    text.push('\n');
                }
                if text.is_empty() {
                    text.push_str("no errors, no warnings\n");
                }
                context.write(text.as_bytes())?;
            }
            Format::Dot | Format::Mermaid | Format::Svg => return Err::<Verdict, Failure>(context.wrong_format()),
        }
        let bad = errors > 0 || (self.deny_warnings && warnings > 0);
        Ok(if bad { Verdict::Bad } else { Verdict::Good })
    }
}
