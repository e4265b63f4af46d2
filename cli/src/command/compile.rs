//! `compile`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use etched::cli::{Context, Failure, Format, Outcome, Verdict};
use etched::query::{Question, info};
use etched::{Registry, Strip};
use etched_compiler::image;
use etched_compiler::model::Model;
use etched_core::foreign;
use serde::Serialize;

use super::output::{spare, store};
use crate::count::count;
use crate::source::{self, Subject, progress};

/// Compile a schema or a document to an image
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched --from schema compile -o shop.etched
  etched --from schema compile -o shop.etched --strip docs,bodies
  etched --from shop.etched resources

The file is replaced if it is there, as a whole or not at all. What is stripped is recorded in the \
image and shown by `info`; the digest stays the same. An image can be stripped further; what it lacks \
only its schema or a whole image can give back.")]
pub(crate) struct Compile {
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// What to leave out: docs, bodies, paths
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PARTS", hide_possible_values = true)]
    strip: Vec<Part>,
}

/// A part of an image that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    Docs,
    Bodies,
    Paths,
}

/// Returns what is to be left out, all in all.
pub(crate) fn strip(parts: &[Part]) -> Strip {
    let left_out = |part| parts.contains(&part);
    Strip::NONE.docs(left_out(Part::Docs)).bodies(left_out(Part::Bodies)).paths(left_out(Part::Paths))
}

/// Writes a model as an image; one that was read from an image and is to lack nothing more is that image, unless that
/// is embedded: what is written is nobody's yet, and the same as from any other form.
///
pub(crate) fn image(model: &Model, from: Option<&Registry>, wanted: Strip) -> Result<image::Bytes, Failure> {
    let Some(registry) = from else {
        return image::write(model, wanted).map_err(|error| source::no_image(&error));
    };
    let (lacks, image) = (registry.stripped(), registry.image());
    if lacks.bits() | wanted.bits() == lacks.bits() && registry.embedder().is_none() {
        return Ok(image::Bytes { records: image.records().to_vec(), strings: image.strings().to_owned() });
    }
    image::strip(image, wanted).map_err(|error| source::no_image(&error))
}

#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    file: &'a str,
    image_bytes: usize,
    resources: usize,
    routes: usize,
    digest: String,
    strip: Vec<&'static str>,
}

impl Compile {
    pub(crate) fn run(&self, from: &Subject, context: &Context) -> Outcome {
        if !matches!(context.format(), Format::Text | Format::Json) {
            return Err(context.wrong_format());
        }
        spare(&self.output, from)?;
        let (model, origin) = source::model(from, context)?;
        let working = progress::start(&format!("writing {}", self.output.display()));
        let bytes = image(&model, origin.as_ref(), strip(&self.strip))?;
        let file = bytes.to_file();
        store(&self.output, &file)?;
        drop(working);
        let registry = Registry::from_trusted_parts(bytes.records, bytes.strings);
        let info = info::Request::default().ask(&registry)?;
        let shown = self.output.display().to_string();
        if context.format() == Format::Json {
            return context.json(&Answer {
                format: 1,
                file: &shown,
                image_bytes: file.len(),
                resources: info.resources,
                routes: info.routes,
                digest: info.digest,
                strip: info.strip,
            });
        }
        let without =
            if info.strip.is_empty() { String::new() } else { format!(", without {}", info.strip.join(" and ")) };
        let line = format!(
            "{}: {}, {}, {}{without}, digest {}\n",
            foreign::line(&shown),
            count(info.resources, "resource"),
            count(info.routes, "route"),
            count(file.len(), "byte"),
            info.digest,
        );
        context.write(line.as_bytes())?;
        Ok(Verdict::Good)
    }
}
