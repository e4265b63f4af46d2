//! `export`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;
use etched::Strip;
use etched::cli::{Context, Form, Outcome, Verdict};

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

impl Export {
    pub(crate) fn run(&self, from: Option<&Path>, context: &Context) -> Outcome {
        if self.output.is_none() && std::io::stdout().is_terminal() {
            self.to
                .allow_terminal()
                .map_err(|failure| failure.advise("Name a file with `-o FILE`, or redirect the output."))?;
        }
        if let Some(output) = &self.output {
            spare(output, from)?;
        }
        let (model, origin) = source::model(from, context)?;
        let working = progress::start("writing");
        let image = || compile::image(&model, origin.as_ref(), Strip::NONE).map(|image| image.to_file());
        let (bytes, lost) = self.to.write(&model, image)?;
        drop(working);
        if let Some(lost) = lost {
            context.note(&lost);
        }
        match &self.output {
            Some(path) => store(path, &bytes).map(|()| Verdict::Good),
            None => context.write(&bytes),
        }
    }
}
