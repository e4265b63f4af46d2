//! `fmt`.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::source::Subject;
use clap::Args;
use etched::cli::{Context, Failure, Format, Outcome, Verdict};
use etched_compiler::{Diagnostics, SchemaFiles, format, format_file};
use etched_core::foreign;
use serde::Serialize;

use super::output::store;

/// Format schema files
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched fmt                      the files in schema/
  etched fmt shop/order.cdt
  etched fmt --check              for CI: lists what is not formatted, writes nothing
  etched fmt --stdin < order.cdt  for editors

Comments, blank lines and the text of bodies are kept, and so is the meaning: the digest stays the same. \
A file with wrong syntax is left as it is.")]
pub(crate) struct Fmt {
    /// Schema directories and .cdt files; without any, that of --from, or schema
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing, list the files that would change and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Read one file from standard input and write it to standard output
    #[arg(long, conflicts_with_all = ["paths", "check"])]
    stdin: bool,
}

#[derive(Serialize)]
struct Answer {
    format: u32,
    files: usize,
    changed: Vec<String>,
    errors: usize,
    /// In the shape `check` gives them.
    diagnostics: serde_json::Value,
}

impl Fmt {
    pub(crate) fn run(&self, find: impl FnOnce() -> Result<Subject, Failure>, context: &Context) -> Outcome {
        if !matches!(context.format(), Format::Text | Format::Json) {
            return Err(context.wrong_format());
        }
        if self.stdin {
            return stdin(context);
        }
        let given: Vec<PathBuf> = match self.paths.as_slice() {
            [] => match find()? {
                Subject::Named(path) => vec![path],
                // What is written into is what is nearest.
                _ if Path::new("schema").is_dir() => vec![PathBuf::from("schema")],
                // Of several sources the others have no layout of ours.
                Subject::Found(paths) => paths.into_iter().filter(|path| SchemaFiles::named(path)).collect(),
                Subject::Demo { .. } => vec![PathBuf::from("schema")],
            },
            paths => paths.to_vec(),
        };
        let mut files = 0;
        let mut changed = Vec::new();
        let mut wrong = Diagnostics::new();
        for path in &given {
            if !SchemaFiles::named(path) && path.exists() {
                let message = format!("{} is not a schema: fmt takes directories and .cdt files", path.display());
                return Err(Failure::new("input", message));
            }
            let found = SchemaFiles::find(path);
            found.problems().iter().for_each(|problem| wrong.push(problem.clone()));
            for file in found.files() {
                files += 1;
                match format_file(file) {
                    Ok(None) => {}
                    Ok(Some(text)) => {
                        if !self.check {
                            store(&file.path, text.as_bytes())?;
                        }
                        changed.push(file.path.display().to_string());
                    }
                    Err(diagnostics) => diagnostics.iter().for_each(|diagnostic| wrong.push(diagnostic.clone())),
                }
            }
        }
        let wrong = wrong.sorted();
        complain(&wrong, context);
        let bad = wrong.has_errors() || (self.check && !changed.is_empty());
        let answer = Answer { format: 1, files, changed, errors: wrong.errors(), diagnostics: records(&wrong) };
        match context.format() {
            Format::Json => context.json(&answer)?,
            _ => context.write(self.text(&answer).as_bytes())?,
        };
        Ok(if bad { Verdict::Bad } else { Verdict::Good })
    }

    fn text(&self, answer: &Answer) -> String {
        let mut text = String::new();
        for file in &answer.changed {
            text.push_str(&format!(
                "{} {}\n",
                if self.check { "not formatted:" } else { "formatted" },
                foreign::line(file)
            ));
        }
        if answer.changed.is_empty() && answer.errors == 0 {
            let (files, are) = if answer.files == 1 { ("file", "is") } else { ("files", "are") };
            text.push_str(&format!("{} {files} {are} formatted\n", answer.files));
        }
        text
    }
}

/// Writes diagnostics to standard error, for people; programs find them in the answer.
fn complain(diagnostics: &Diagnostics, context: &Context) {
    if context.format() == Format::Text {
        let style = context.error_style();
        // Whoever closed standard error does not want to know.
        let _ = std::io::stderr().write_all(diagnostics.render(style.colour, style.width.unwrap_or(100)).as_bytes());
    }
}

fn records(diagnostics: &Diagnostics) -> serde_json::Value {
    let mut json: serde_json::Value = serde_json::from_str(&diagnostics.to_json()).expect("we wrote it");
    json["diagnostics"].take()
}

fn stdin(context: &Context) -> Outcome {
    let failed = |error: std::io::Error| Failure::new("input", format!("cannot read standard input: {error}"));
    let mut text = String::new();
    std::io::stdin().take(etched_compiler::MAX_FILE_BYTES).read_to_string(&mut text).map_err(failed)?;
    match format("<stdin>", text.strip_prefix('\u{feff}').unwrap_or(&text)) {
        Ok(formatted) => context.write(formatted.as_bytes()),
        Err(diagnostics) => {
            complain(&diagnostics, context);
            Ok(Verdict::Bad)
        }
    }
}
