//! `export`.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use etched::Strip;
use etched::cli::{Context, Failure, Form, Outcome, Verdict, lost_in_schema};
use etched_compiler::cdt;
use etched_compiler::model::Model;

use super::compile;
use super::output::{spare, store};
use crate::source::{self, Subject, progress};

/// Write the metadata in another form
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched --from schema export --to json -o shop.json
  etched export --to json | jq '.routes | length'
  etched --from shop.json export --to msgpack > shop.msgpack
  etched --from schema export --to openapi -o openapi.json
  etched --from schema export --to image -o shop.etched
  etched --from openapi.yaml export --to cdt -o schema")]
pub(crate) struct Export {
    /// Output format: json, msgpack, image, openapi or cdt
    #[arg(long, value_enum, value_name = "FORM", hide_possible_values = true)]
    to: Form,
    /// File to write, instead of standard output; of cdt a new directory or .cdt file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(crate) fn run(&self, from: &Subject, context: &Context) -> Outcome {
        if self.output.is_none() && io::stdout().is_terminal() {
            self.to
                .allow_terminal()
                .map_err(|failure| failure.advise("Name a file with `-o FILE`, or redirect the output."))?;
        }
        if let (Form::Cdt, Some(output)) = (self.to, &self.output) {
            vacant(output)?;
        } else if let Some(output) = &self.output {
            spare(output, from)?;
        }
        let (model, origin) = source::model(from, context)?;
        if let (Form::Cdt, Some(output)) = (self.to, &self.output) {
            return schema(&model, output, context);
        }
        let working = progress::start("writing");
        let image = || compile::image(&model, origin.as_ref(), Strip::NONE).map(|image| image.to_file());
        let (bytes, lost) = self.to.write(&model, image)?;
        drop(working);
        if let Some(lost) = lost {
            context.note(&lost);
        }
        match &self.output {
            Some(path) => store(path, &bytes).map(|()| Verdict::Good),
            None => context.write(&self.to.shown(bytes)),
        }
    }
}

/// Refuses what is there: beside other schema files these would mean something else, and none is replaced.
fn vacant(output: &Path) -> Result<(), Failure> {
    let message = match fs::read_dir(output).map(Iterator::count) {
        Ok(0) => return Ok(()),
        Ok(_) => format!("{} is not empty", output.display()),
        Err(_) if fs::symlink_metadata(output).is_err() => return Ok(()),
        Err(_) => format!("{} is there already", output.display()),
    };
    Err(Failure::new("output", message).advise("Name a new directory or a new .cdt file with `-o`."))
}

/// Writes schema text: into one file of that name, or a file for each resource into a directory.
fn schema(model: &Model, output: &Path, context: &Context) -> Outcome {
    let working = progress::start("writing");
    let exported = cdt::export(model);
    if output.extension().is_some_and(|extension| extension == "cdt") {
        store(output, exported.text().as_bytes())?;
    } else {
        let failed = |error: io::Error| Failure::new("output", format!("cannot make {}: {error}", output.display()));
        fs::create_dir_all(output).map_err(failed)?;
        for (path, text) in &exported.files {
            store(&output.join(path), text.as_bytes())?;
        }
    }
    drop(working);
    if let Some(lost) = lost_in_schema(&exported) {
        context.note(&lost);
    }
    Ok(Verdict::Good)
}
