//! `check`.

use clap::Args;
use etched::cli::{Context, Failure, Format, Outcome, Verdict};
use etched_compiler::Diagnostics;
use serde_json::value::RawValue;

use super::fix;
use crate::source::{self, Subject};

/// Check a schema, a document or an image and report everything that is wrong with it
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched --from schema check
  etched --from schema check --deny-warnings     for CI
  etched --from schema check --fix               writes what can only be meant in one way
  etched --from schema check --format json | jq '.diagnostics[] | [.file_path, .line, .message]'

`etched explain E0046` says what a code means, with an example and its fix.")]
pub(crate) struct Check {
    /// Exit with 1 for warnings, too
    #[arg(long)]
    deny_warnings: bool,
    /// Fix the schema's files where the fix is unambiguous, then check again
    #[arg(long)]
    fix: bool,
}

impl Check {
    pub(crate) fn run(&self, from: &Subject, context: &Context) -> Outcome {
        if !matches!(context.format(), Format::Text | Format::Json) {
            return Err(context.wrong_format());
        }
        if self.fix {
            fix::run(from, context)?;
        }
        match source::read(from) {
            Ok(source) => {
                if let Subject::Demo { asked: false } = from {
                    context.note("this is the embedded demo, checked when it was built; name your schema with --from");
                }
                self.report(&source.warnings(), context)
            }
            Err(refused) => self.report(&refused.diagnostics, context),
        }
    }

    fn report(&self, diagnostics: &Diagnostics, context: &Context) -> Outcome {
        if context.format() == Format::Json {
            let json = RawValue::from_string(diagnostics.to_json());
            context.json(&json.map_err(|error| Failure::new("internal", error.to_string()))?)?;
        } else {
            let style = context.style();
            let mut text = diagnostics.render(style.colour, style.width.unwrap_or(100));
            if text.is_empty() {
                text.push_str("no errors, no warnings\n");
            }
            context.write(text.as_bytes())?;
        }
        let bad = diagnostics.has_errors() || (self.deny_warnings && diagnostics.warnings() > 0);
        Ok(if bad { Verdict::Bad } else { Verdict::Good })
    }
}
