//! `export`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use etched::Strip;
use etched::cli::{Context, Failure, Outcome, Verdict};
use etched_compiler::{document, openapi};
use etched_core::foreign;

use super::compile;
use super::output::{spare, store};
use crate::source::{self, progress};

/// Write the metadata in another form
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched --from schema export --to json -o shop.json
  etched export --to json | jq '.routes | length'
  etched --from shop.json export --to msgpack > shop.msgpack
  etched --from schema export --to openapi -o openapi.json
  etched --from schema export --to image -o shop.etched")]
pub(crate) struct Export {
    /// Output format: json, msgpack, image or openapi
    #[arg(long, value_enum, value_name = "FORM", hide_possible_values = true)]
    to: Form,
    /// File to write, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A form metadata is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Json,
    #[value(alias = "messagepack")]
    Msgpack,
    Image,
    Openapi,
}

impl Export {
    pub(crate) fn run(&self, from: Option<&Path>, context: &Context) -> Outcome {
        let binary = matches!(self.to, Form::Msgpack | Form::Image);
        if binary && self.output.is_none() && std::io::stdout().is_terminal() {
            return Err(Failure::new("usage", "this format is binary and not written to a terminal")
                .advise("Name a file with `-o FILE`, or redirect the output."));
        }
        if let Some(output) = &self.output {
            spare(output, from)?;
        }
        let (model, origin) = source::model(from, context)?;
        let working = progress::start("writing");
        let (bytes, lost) = match self.to {
            Form::Json => (safe(&document::write_json_pretty(&model)), Vec::new()),
            Form::Msgpack => (document::write_msgpack(&model), Vec::new()),
            Form::Image => (compile::image(&model, origin.as_ref(), Strip::NONE)?.to_file(), Vec::new()),
            Form::Openapi => {
                let exported = openapi::export(&model);
                (safe(&exported.text), exported.not_exported)
            }
        };
        drop(working);
        if !lost.is_empty() {
            let reasons: Vec<_> = lost.iter().map(|it| format!("{} {}", it.count, it.reason)).collect();
            context.note(&format!("not exported to OpenAPI: {}", reasons.join(", ")));
        }
        match &self.output {
            Some(path) => store(path, &bytes).map(|()| Verdict::Good),
            None => context.write(&bytes),
        }
    }
}

/// JSON is read on terminals, too: what would act there is written as JSON escapes it, which means the same.
fn safe(json: &str) -> Vec<u8> {
    foreign::json(json).into_owned().into_bytes()
}
