//! Where metadata comes from: the kind of a source is found by its content.

mod kind;
pub(crate) mod progress;
mod remark;

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use etched::Registry;
use etched::cli::{Context, Failure, Format};
use etched_compiler::model::Model;
use etched_compiler::{
    Compiled, Diagnostics, SchemaFiles, Severity, Sources, compile, document, image, openapi, patterns,
};

use crate::count::count;
use kind::Kind;
pub(crate) use remark::{Remark, place};

/// Larger images are refused.
const MAX_IMAGE_BYTES: u64 = 1 << 30;
/// Conflicts between routes that are shown beside an answer.
const SHOWN_CONFLICTS: usize = 3;
/// Larger documents are refused, before they are read.
const MAX_DOCUMENT_BYTES: u64 = document::MAX_BYTES as u64;

/// What a source holds.
pub(crate) enum Source {
    /// The embedded demo.
    Demo,
    /// A schema, with what the compiler has to say about it.
    Schema(Box<Compiled>),
    /// A document.
    Document(Box<Document>),
    /// An image.
    Image(Registry),
}

/// What was read from a document.
pub(crate) struct Document {
    model: Model,
    /// What was read otherwise than the document says it.
    remarks: Vec<Remark>,
    /// Which routes claim the same requests.
    conflicts: Vec<Remark>,
}

impl Source {
    /// Returns which of its routes claim the same requests; in a schema that is an error.
    fn conflicts(&self) -> Cow<'_, [Remark]> {
        match self {
            Self::Demo | Self::Schema(_) => Cow::Borrowed(&[]),
            Self::Document(document) => Cow::Borrowed(&document.conflicts),
            // It may have been made from a document.
            Self::Image(registry) => Cow::Owned(remark::conflicts(&remark::routes_of(registry))),
        }
    }

    /// Returns all there is to say of what is no schema.
    pub(crate) fn remarks(self) -> Vec<Remark> {
        match self {
            Self::Demo | Self::Schema(_) => Vec::new(),
            Self::Document(document) => {
                let Document { model, mut remarks, conflicts } = *document;
                remarks.extend(conflicts);
                remarks.extend(remark::dear(&model));
                remarks
            }
            Self::Image(registry) => {
                let routes = remark::routes_of(&registry);
                let remarks = remark::unanswered(&routes).chain(remark::conflicts(&routes));
                remarks.chain(remark::dear(&routes)).collect()
            }
        }
    }

    /// Returns its model, and the image that was read from, if it was one.
    pub(crate) fn into_model(self) -> (Model, Option<Registry>) {
        let read_back = |registry: Registry| (image::read(registry.image()), Some(registry));
        match self {
            Self::Demo => read_back(Registry::load(&etched::demo::METADATA)),
            Self::Image(registry) => read_back(registry),
            Self::Schema(compiled) => (compiled.model, None),
            Self::Document(document) => (document.model, None),
        }
    }
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
                let errors = || diagnostics.iter().filter(|found| found.severity() == Severity::Error);
                let first = errors().next().map_or_else(String::new, |first| {
                    let place = first.place();
                    format!(": {}:{}: {}: {}", place.file_path(), place.line(), first.code(), first.message())
                });
                let message = format!("{} has {}{first}", path.display(), count(diagnostics.errors(), "error"));
                let mut suggestions: Vec<String> = Vec::new();
                for suggestion in errors().filter_map(|error| error.suggestion()) {
                    if !suggestions.iter().any(|known| known == suggestion) {
                        suggestions.push(suggestion.to_owned());
                    }
                }
                Failure::new("invalid_schema", message).suggest(suggestions).text(text)
            }
        }
    }
}

/// Reads what `--from` names, or takes the embedded demo.
pub(crate) fn read(from: Option<&Path>) -> Result<Source, Refused> {
    let Some(path) = from else { return Ok(Source::Demo) };
    let shown = path.display();
    let meta = fs::metadata(path).map_err(|error| unreadable(path, &error.to_string()))?;
    if SchemaFiles::named(path) {
        let _working = progress::start(&format!("compiling {shown}"));
        return schema(path);
    }
    // Asked before opening: opening a named pipe waits for its writer.
    if !meta.is_file() {
        return Err(unreadable(path, "it is not a regular file").into());
    }
    let _working = progress::start(&format!("reading {shown}"));
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
    compile(&Sources::read(path)).map(|compiled| Source::Schema(Box::new(compiled))).map_err(Refused::Schema)
}

fn from_document(read: document::Document, name: &str) -> Source {
    let remark =
        |warning: &document::Warning| Remark { message: warning.to_string(), file_path: name.to_owned(), line: 0 };
    let remarks = read.warnings.iter().map(remark).chain(remark::unanswered(&read.model)).collect();
    from_model(read.model, remarks)
}

fn from_openapi(imported: openapi::Imported, name: &str) -> Source {
    let remarks = imported.warnings.iter().map(|warning| Remark {
        message: format!("{}: {}", warning.pointer, warning.message),
        file_path: name.to_owned(),
        line: warning.line,
    });
    let remarks = remarks.collect();
    from_model(imported.model, remarks)
}

fn from_model(model: Model, remarks: Vec<Remark>) -> Source {
    let conflicts = remark::conflicts(&model);
    Source::Document(Box::new(Document { model: discovered(model), remarks, conflicts }))
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

/// Reads what `--from` names for a question about it.
pub(crate) fn load(from: Option<&Path>, context: &Context) -> Result<Source, Failure> {
    read(from).map_err(|refused| refused.into_failure(context, from.unwrap_or(Path::new(""))))
}

/// Returns the registry over a source.
pub(crate) fn registry(from: Option<&Path>, context: &Context) -> Result<Registry, Failure> {
    let source = load(from, context)?;
    warn(&source, context);
    Ok(match source {
        Source::Demo => Registry::load(&etched::demo::METADATA),
        Source::Image(registry) => registry,
        other => {
            let _working = progress::start("indexing");
            let bytes = image::write(&other.into_model().0, etched::Strip::NONE);
            Registry::from_trusted_parts(bytes.records, bytes.strings)
        }
    })
}

/// Returns the model of a source, and the image it was read from, if it was one.
pub(crate) fn model(from: Option<&Path>, context: &Context) -> Result<(Model, Option<Registry>), Failure> {
    let source = load(from, context)?;
    warn(&source, context);
    let (model, registry) = source.into_model();
    // What is made of an image has its hashes, or hashes of its own that are not those it was known by.
    if registry.as_ref().is_some_and(|registry| image::hashes_hold(registry.image()) == Some(false)) {
        return Err(forged());
    }
    Ok((model, registry))
}

/// What is said of an image that no compiler wrote.
pub(crate) fn forged() -> Failure {
    Failure::new("forged", "the hashes or the graph of this image are not those of what it says")
        .advise("Make it again from its schema or document.")
}

/// Says which routes claim the same requests: what is answered about them may not be what was meant.
fn warn(source: &Source, context: &Context) {
    // Finding those of an image is not free, and programs are not told.
    if context.format() != Format::Text {
        return;
    }
    let conflicts = source.conflicts();
    for conflict in conflicts.iter().take(SHOWN_CONFLICTS) {
        context.warn(&conflict.to_string());
    }
    let more = conflicts.len().saturating_sub(SHOWN_CONFLICTS);
    if more > 0 {
        context.note(&format!("{}; `routes --conflicts` shows all", count(more, "more such conflict")));
    }
}
