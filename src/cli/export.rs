//! `export`: the metadata in the forms other programs read.

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use etched_compiler::model::Model;
use etched_compiler::{cdt, document, image, openapi};
use etched_core::foreign;

use super::{Context, Failure, Outcome};
use crate::Strip;
use crate::registry::Registry;

/// Write the metadata in another form, to standard output
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched export --to openapi > openapi.json
  etched export --to json | jq '.routes | length'
  etched export --to image > app.etched
  etched export --to cdt > app.cdt")]
pub(super) struct Export {
    /// Output format: json, msgpack, image, openapi or cdt
    #[arg(long, value_enum, value_name = "FORM", hide_possible_values = true)]
    to: Form,
}

/// A form metadata is written in: `--to` of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[non_exhaustive]
pub enum Form {
    /// A metadata document in JSON.
    Json,
    /// A metadata document in MessagePack.
    #[value(alias = "messagepack")]
    Msgpack,
    /// An image.
    Image,
    /// An OpenAPI document in JSON.
    Openapi,
    /// Schema text.
    Cdt,
}

impl Export {
    pub(super) fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        if std::io::stdout().is_terminal() {
            self.to.allow_terminal()?;
        }
        // What is embedded in a program is written as nobody's, as from any other form.
        let stripped = || image::strip(registry.image(), Strip::NONE).map(|bytes| bytes.to_file());
        let image = || stripped().map_err(|error| Failure::new("too_large", error.to_string()));
        let (bytes, lost) = self.to.write(&image::read(registry.image()), image)?;
        if let Some(lost) = lost {
            context.note(&lost);
        }
        context.write(&self.to.shown(bytes))
    }
}

impl Form {
    /// Returns whether a terminal can show it.
    ///
    /// # Errors
    /// When it is binary.
    pub fn allow_terminal(self) -> Result<(), Failure> {
        match self {
            Self::Json | Self::Openapi | Self::Cdt => Ok(()),
            Self::Msgpack | Self::Image => {
                Err(Failure::new("usage", "this format is binary and not written to a terminal")
                    .advise("Redirect the output to a file."))
            }
        }
    }

    /// Returns what is written to standard output: on a terminal, schema text without what would act there.
    ///
    /// ```
    /// # #[cfg(feature = "export")]
    /// assert_eq!(etched::cli::Form::Json.shown(b"{}".to_vec()), b"{}");
    /// ```
    #[must_use]
    pub fn shown(self, bytes: Vec<u8>) -> Vec<u8> {
        match String::from_utf8(bytes) {
            Ok(text) if self == Self::Cdt && std::io::stdout().is_terminal() => {
                foreign::lines(&text).into_owned().into_bytes()
            }
            Ok(text) => text.into_bytes(),
            Err(error) => error.into_bytes(),
        }
    }

    /// Writes a model in this form, an image as the caller does; also says what the form cannot express, if anything.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched::cli::Form;
    /// use etched_compiler::image;
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let model = image::read(registry.image());
    /// let (bytes, _) = Form::Json.write(&model, || unreachable!()).unwrap();
    /// assert_eq!(etched_compiler::document::read_json(&bytes).unwrap().model.resources.len(), 28);
    /// # }
    /// ```
    ///
    /// Cost: the document is made in memory.
    ///
    /// # Errors
    /// Those of the caller's image.
    pub fn write(
        self,
        model: &Model,
        image: impl FnOnce() -> Result<Vec<u8>, Failure>,
    ) -> Result<(Vec<u8>, Option<String>), Failure> {
        Ok(match self {
            Self::Json => (safe(&document::write_json_pretty(model)), None),
            Self::Msgpack => (document::write_msgpack(model), None),
            Self::Image => (image()?, None),
            Self::Openapi => {
                let exported = openapi::export(model);
                let lost = exported.not_exported.iter().map(|it| (it.count, it.reason.as_str()));
                (safe(&exported.text), lost_to("OpenAPI", lost))
            }
            Self::Cdt => {
                let exported = cdt::export(model);
                (exported.text().into_bytes(), lost_in_schema(&exported))
            }
        })
    }
}

/// Says what schema text cannot express of a model, if anything.
///
/// ```
/// use etched_compiler::{cdt, model::Model};
///
/// assert_eq!(etched::cli::lost_in_schema(&cdt::export(&Model::default())), None);
/// ```
#[must_use]
pub fn lost_in_schema(exported: &cdt::Exported) -> Option<String> {
    lost_to("schema text", exported.not_exported.iter().map(|(reason, count)| (*count, reason.as_str())))
}

fn lost_to<'e>(form: &str, lost: impl Iterator<Item = (u32, &'e str)>) -> Option<String> {
    let lost: Vec<_> = lost.map(|(count, reason)| format!("{count} {reason}")).collect();
    (!lost.is_empty()).then(|| format!("not exported to {form}: {}", lost.join(", ")))
}

/// JSON is read on terminals, too: what would act there is written as JSON escapes it, which means the same.
fn safe(json: &str) -> Vec<u8> {
    foreign::json(json).into_owned().into_bytes()
}
