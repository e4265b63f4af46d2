//! `init`.

mod manifest;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use etched::cli::{Context, Failure, Format, Outcome, Verdict};
use etched_core::foreign;
use serde::Serialize;

use super::output::store;
use manifest::{Added, Manifest};

/// The schema to begin with.
const SCHEMA: &str = include_str!("app.cdt");
/// The build script.
const BUILD: &str = "fn main() {\n    etched_compiler::Build::new().run();\n}\n";
/// What to put in the program.
const PROGRAM: &str = "\
static METADATA: etched::Metadata = etched::embed!();
static REGISTRY: etched::Registry = etched::Registry::load(&METADATA);";

/// Add a schema, the build script and the Cargo lines to an existing crate
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched init
  etched init crates/shop
  etched init --no-build-script

Nothing that is there is replaced: a schema, a build script or a dependency you have stays as it is, \
and what is left to do by hand is said. A second run does nothing.")]
pub(crate) struct Init {
    /// Directory of the crate, where its Cargo.toml is
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    directory: PathBuf,
    /// Let `etched::embed!()` compile the schema itself; new schema files are then seen only when something else changes
    #[arg(long)]
    no_build_script: bool,
}

/// One thing that was done, or was done already, or is left to do.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Step {
    what: What,
    path: String,
    detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Wrote,
    Changed,
    Kept,
    Todo,
}

#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    steps: &'a [Step],
    program: &'a str,
}

impl Init {
    pub(crate) fn run(&self, context: &Context) -> Outcome {
        if !matches!(context.format(), Format::Text | Format::Json) {
            return Err(context.wrong_format());
        }
        let path = self.directory.join("Cargo.toml");
        let text = fs::read_to_string(&path).map_err(|error| {
            Failure::new("no_crate", format!("cannot read {}: {error}", path.display()))
                .advise("Run it where the Cargo.toml of your crate is; `cargo new` makes one.")
        })?;
        let manifest = Manifest::new(&text);
        if !manifest.is_package() {
            let (what, advice) = match manifest.is_workspace() {
                true => (
                    "describes a workspace, not a package",
                    "Name the directory of one of its members: `etched init crates/shop`.",
                ),
                false => ("has no [package]", "Run it where the Cargo.toml of your crate is; `cargo new` makes one."),
            };
            return Err(Failure::new("no_package", format!("{} {what}", path.display())).advise(advice));
        }
        // Everything that can be refused is, before anything is written.
        let (text, edited) = self.edit(text)?;
        let mut steps = Vec::new();
        self.schema(&mut steps)?;
        if !self.no_build_script {
            self.build_script(&Manifest::new(&text), &mut steps)?;
        }
        if edited.what == What::Changed {
            store(&path, text.as_bytes())?;
        }
        steps.push(edited);
        if Manifest::new(&text).package_key("include").is_some() {
            let detail = "`include` lists what is packaged; add \"/schema\"".to_owned();
            steps.push(Step { what: What::Todo, path: "Cargo.toml".to_owned(), detail });
        }
        show(&steps, context)
    }

    /// Adds the dependencies to the manifest's text.
    fn edit(&self, mut text: String) -> Result<(String, Step), Failure> {
        let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
        let workspace = self.workspace();
        let mut added = Vec::new();
        let wanted = [("dependencies", "etched"), ("build-dependencies", "etched-compiler")];
        for (table, name) in wanted.into_iter().take(if self.no_build_script { 1 } else { 2 }) {
            let entry = match Manifest::new(&workspace).offers(name) {
                true => format!("{name}.workspace = true"),
                false => format!("{name} = \"{version}\""),
            };
            match Manifest::new(&text).add(table, name, &entry) {
                Added::Already => {}
                Added::Text(edited) => {
                    text = edited;
                    added.push(format!("{entry} in [{table}]"));
                }
                Added::Inline => {
                    let message = format!("{table} of Cargo.toml is an inline table, which is not edited");
                    return Err(Failure::new("inline_table", message)
                        .advise(format!("Add `{entry}` to them by hand, and run it again.")));
                }
            }
        }
        let what = if added.is_empty() { What::Kept } else { What::Changed };
        let detail = if added.is_empty() { "is already set up".to_owned() } else { added.join(", ") };
        Ok((text, Step { what, path: "Cargo.toml".to_owned(), detail }))
    }

    /// Returns the manifest of the workspace the crate is in; empty when it is in none.
    fn workspace(&self) -> String {
        let directory = fs::canonicalize(&self.directory).unwrap_or_default();
        let mut texts = directory.ancestors().filter_map(|above| fs::read_to_string(above.join("Cargo.toml")).ok());
        texts.find(|text| Manifest::new(text).is_workspace()).unwrap_or_default()
    }

    fn schema(&self, steps: &mut Vec<Step>) -> Result<(), Failure> {
        let directory = self.directory.join("schema");
        let empty = fs::read_dir(&directory).is_ok_and(|mut entries| entries.next().is_none());
        if directory.exists() && !empty {
            steps.push(Step { what: What::Kept, path: "schema".to_owned(), detail: "is there".to_owned() });
            return Ok(());
        }
        fs::create_dir_all(&directory).map_err(|error| uncreatable(&directory, &error))?;
        store(&directory.join("app.cdt"), SCHEMA.as_bytes())?;
        let detail = "two resources to begin with".to_owned();
        steps.push(Step { what: What::Wrote, path: "schema/app.cdt".to_owned(), detail });
        Ok(())
    }

    fn build_script(&self, manifest: &Manifest<'_>, steps: &mut Vec<Step>) -> Result<(), Failure> {
        let Some(name) = manifest.build_script() else {
            let detail = "`build = false` lets no build script run; take it out and run this again, or say \
                          --no-build-script";
            steps.push(Step { what: What::Todo, path: "Cargo.toml".to_owned(), detail: detail.to_owned() });
            return Ok(());
        };
        let path = self.directory.join(name);
        let step = |what, detail: &str| Step { what, path: name.to_owned(), detail: detail.to_owned() };
        steps.push(match fs::read_to_string(&path) {
            Ok(text) if text.contains("etched_compiler") => step(What::Kept, "compiles the schema"),
            Ok(_) => step(What::Todo, "is yours; add `etched_compiler::Build::new().run();` to its main"),
            Err(_) => {
                let directory = path.parent().unwrap_or(&self.directory);
                fs::create_dir_all(directory).map_err(|error| uncreatable(directory, &error))?;
                store(&path, BUILD.as_bytes())?;
                step(What::Wrote, "compiles the schema")
            }
        });
        Ok(())
    }
}

fn uncreatable(directory: &Path, error: &std::io::Error) -> Failure {
    Failure::new("unwritable", format!("cannot create {}: {error}", directory.display()))
}

fn show(steps: &[Step], context: &Context) -> Outcome {
    if context.format() == Format::Json {
        return context.json(&Answer { format: 1, steps, program: PROGRAM });
    }
    let mut text = String::new();
    for step in steps {
        let what = match step.what {
            What::Wrote => "wrote",
            What::Changed => "changed",
            What::Kept => "kept",
            What::Todo => "to do",
        };
        text.push_str(&format!("{what:<8} {}: {}\n", foreign::line(&step.path), foreign::line(&step.detail)));
    }
    text.push_str("\nIn your program:\n\n");
    for line in PROGRAM.lines() {
        text.push_str(&format!("    {line}\n"));
    }
    text.push_str("\n`etched --from schema resources` lists what it declares.\n");
    context.write(text.as_bytes())?;
    Ok(Verdict::Good)
}

#[cfg(test)]
mod tests {
    use super::SCHEMA;

    #[test]
    fn the_first_schema_has_no_errors_and_no_warnings() {
        let sources = etched_compiler::Sources::from_texts([("schema/app.cdt", SCHEMA)]);
        let compiled = etched_compiler::compile(&sources).expect("it compiles");
        assert!(compiled.warnings.is_empty(), "{}", compiled.warnings);
    }
}
