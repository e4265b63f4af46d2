//! Where metadata comes from: the kind of a source is found by its content.

mod kind;
mod progress;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use etched::Registry;
use etched::cli::{Context, Failure};
use etched_compiler::model::Model;
use etched_compiler::{Diagnostics, Sources, compile, document, image, openapi, patterns, routes};

use kind::Kind;
pub(crate) use progress::Progress;

/// Larger images are refused.
const MAX_IMAGE_BYTES: u64 = 1 << 30;
/// Larger documents are refused, before they are read.
const MAX_DOCUMENT_BYTES: u64 = document::MAX_BYTES as u64;

/// What a source holds.
pub(crate) enum Source {
    /// The embedded demo.
    Demo,
    /// What was read into a model: a schema or a document.
    Model(Box<Read>),
    /// An image.
    Image(Registry),
}

/// What was read from a schema or a document.
pub(crate) struct Read {
    pub(crate) model: Model,
    /// What the compiler has to say about a schema.
    pub(crate) warnings: Diagnostics,
    /// What was read otherwise than a document says it.
    pub(crate) remarks: Vec<Remark>,
}

/// Something in a document that was read otherwise than it was written.
pub(crate) struct Remark {
    pub(crate) message: String,
    pub(crate) file_path: String,
    pub(crate) line: u32,
}

/// Why a source cannot be read.
pub(crate) enum Refused {
    /// A schema with errors.
    Schema(Diagnostics),
    /// Anything else.
    Other(Failure),
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

impl Refused {
    /// Returns it as any failure; errors of a schema are shown as the compiler shows them.
    pub(crate) fn into_failure(self, context: &Context, path: &Path) -> Failure {
        match self {
            Self::Other(failure) => failure,
            Self::Schema(diagnostics) => {
                let style = context.error_style();
                let text = diagnostics.render(style.colour, style.width.unwrap_or(100));
                let first = diagnostics.iter().next().map_or_else(String::new, |first| {
                    let place = first.place();
                    format!(": {}:{}: {}", place.file_path(), place.line(), first.message())
                });
                let count = diagnostics.errors();
                let message = format!("{} has {count} errors{first}", path.display());
                let message = if count == 1 { message.replacen("1 errors", "1 error", 1) } else { message };
                let suggestions = diagnostics.iter().filter_map(|it| it.suggestion()).map(str::to_owned).collect();
                Failure::new("invalid_schema", message).suggest(suggestions).text(text)
            }
        }
    }
}

/// Reads what `--from` names, or takes the embedded demo.
pub(crate) fn read(from: Option<&Path>, progress: &Progress) -> Result<Source, Refused> {
    let Some(path) = from else { return Ok(Source::Demo) };
    let shown = path.display();
    let meta = fs::metadata(path).map_err(|error| unreadable(path, &error.to_string()))?;
    if meta.is_dir() || path.extension().is_some_and(|extension| extension == "cdt") {
        let _working = progress.start(&format!("compiling {shown}"));
        return schema(path);
    }
    // Asked before opening: opening a named pipe waits for its writer.
    if !meta.is_file() {
        return Err(unreadable(path, "it is not a regular file").into());
    }
    let _working = progress.start(&format!("reading {shown}"));
    let bytes = match content(path, meta.len()).map_err(|error| unreadable(path, &error.to_string()))? {
        Content::Image => return Ok(Source::Image(open(path)?)),
        Content::TooLarge { image } => {
            let (what, most) = if image { ("an image", MAX_IMAGE_BYTES) } else { ("a document", MAX_DOCUMENT_BYTES) };
            let message = format!("{shown} has {} bytes, and {what} of more than {most} is not read", meta.len());
            return Err(Failure::new("too_large", message).into());
        }
        Content::Bytes(bytes) => bytes,
    };
    let name = path.file_name().map_or_else(|| shown.to_string(), |name| name.to_string_lossy().into_owned());
    match Kind::of(&bytes) {
        Some(Kind::Schema) => schema(path),
        // Replaced while it was read, or its start would have told.
        Some(Kind::Image) => Ok(Source::Image(open(path)?)),
        Some(Kind::Json) => {
            document::read_json(&bytes).map(|read| from_document(read, &name)).map_err(|error| invalid(path, &error).into())
        }
        Some(Kind::MessagePack) => document::read_msgpack(&bytes)
            .map(|read| from_document(read, &name))
            .map_err(|error| invalid(path, &error).into()),
        Some(Kind::OpenApi) => openapi::import(&name, &bytes)
            .map(|imported| from_openapi(imported, &name))
            .map_err(|error| Failure::new("invalid_document", error.to_string()).into()),
        Some(Kind::Program) => Err(Failure::new("unknown_format", format!("{shown} is a program"))
            .advise("Reading the metadata out of a program is not supported yet; give its schema or its image.")
            .into()),
        None => Err(Failure::new(
            "unknown_format",
            if bytes.is_empty() { format!("{shown} is empty") } else { format!("cannot tell what {shown} is") },
        )
        .advise("A source is a schema (a directory or .cdt text), an image, a metadata document (JSON, MessagePack) or an OpenAPI document (JSON, YAML).")
            .into()),
    }
}

fn unreadable(path: &Path, reason: &str) -> Failure {
    let near = if path.exists() { None } else { etched_compiler::nearest_path(path) };
    Failure::new("unreadable", format!("cannot read {}: {reason}", path.display()))
        .suggest(near.map(|near| near.display().to_string()).into_iter().collect())
}

fn invalid(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new("invalid_document", format!("{}: {error}", path.display()))
}

fn schema(path: &Path) -> Result<Source, Refused> {
    let compiled = compile(&Sources::read(path)).map_err(Refused::Schema)?;
    Ok(Source::Model(Box::new(Read { model: compiled.model, warnings: compiled.warnings, remarks: Vec::new() })))
}

fn from_document(read: document::Document, name: &str) -> Source {
    let remarks = read
        .warnings
        .iter()
        .map(|warning| Remark { message: warning.to_string(), file_path: name.to_owned(), line: 0 })
        .chain(shadowed(&read.model))
        .collect();
    Source::Model(Box::new(Read { model: discovered(read.model), warnings: Diagnostics::new(), remarks }))
}

/// Returns what is to be said of routes that never answer because another does.
fn shadowed(model: &Model) -> impl Iterator<Item = Remark> {
    routes::conflicts(model).into_iter().map(|conflict| {
        let [first, second] = [conflict.first, conflict.second].map(|at| &model.routes[at as usize]);
        let (file_path, line) = (second.file_path.clone(), second.line);
        let message = format!("`{}` is answered by `{}`, as for {}", second.id(), first.id(), conflict.path);
        Remark { message, file_path, line }
    })
}

fn from_openapi(imported: openapi::Imported, name: &str) -> Source {
    let remarks = imported.warnings.iter().map(|warning| Remark {
        message: format!("{}: {}", warning.pointer, warning.message),
        file_path: name.to_owned(),
        line: warning.line,
    });
    let remarks = remarks.chain(shadowed(&imported.model)).collect();
    Source::Model(Box::new(Read { model: discovered(imported.model), warnings: Diagnostics::new(), remarks }))
}

/// Finds the patterns of a document that brings none.
fn discovered(mut model: Model) -> Model {
    if model.patterns.is_empty() {
        patterns::discover(&mut model);
    }
    model
}

/// What the start of a file tells about the rest.
enum Content {
    /// It is an image, and [`Registry::open`] reads it.
    Image,
    /// It is more than is read of its kind.
    TooLarge { image: bool },
    /// It is no image: all its bytes.
    Bytes(Vec<u8>),
}

/// Reads a file, unless it is an image or too large.
fn content(path: &Path, len: u64) -> io::Result<Content> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    file.by_ref().take(etched_core::MAGIC.len() as u64).read_to_end(&mut bytes)?;
    let image = bytes == etched_core::MAGIC;
    if len > if image { MAX_IMAGE_BYTES } else { MAX_DOCUMENT_BYTES } {
        return Ok(Content::TooLarge { image });
    }
    if image {
        return Ok(Content::Image);
    }
    // One byte more shows a file that grew since, or has no length; the reader of documents says so.
    bytes.reserve(len as usize);
    file.take(MAX_DOCUMENT_BYTES + 1 - bytes.len() as u64).read_to_end(&mut bytes)?;
    Ok(Content::Bytes(bytes))
}

/// Opens an image; nothing of it is believed before it was checked.
fn open(path: &Path) -> Result<Registry, Failure> {
    Registry::open(path).map_err(|error| Failure::new("invalid_image", format!("{}: {error}", path.display())))
}

/// Returns the registry over a source.
pub(crate) fn registry(from: Option<&Path>, context: &Context) -> Result<Registry, Failure> {
    let progress = Progress::new();
    let source =
        read(from, &progress).map_err(|refused| refused.into_failure(context, from.unwrap_or(Path::new(""))))?;
    Ok(match source {
        Source::Demo => Registry::load(&etched::demo::METADATA),
        Source::Image(registry) => registry,
        Source::Model(read) => {
            let bytes = image::write(&read.model, etched::Strip::NONE);
            Registry::from_trusted_parts(bytes.records, bytes.strings)
        }
    })
}

/// Returns the model of a source, and the image it was read from, if it was one.
pub(crate) fn model(from: Option<&Path>, context: &Context) -> Result<(Model, Option<Registry>), Failure> {
    let progress = Progress::new();
    let source =
        read(from, &progress).map_err(|refused| refused.into_failure(context, from.unwrap_or(Path::new(""))))?;
    let read_back = |registry: Registry| (image::read(registry.image()), Some(registry));
    Ok(match source {
        Source::Demo => read_back(Registry::load(&etched::demo::METADATA)),
        Source::Image(registry) => read_back(registry),
        Source::Model(read) => (read.model, None),
    })
}
