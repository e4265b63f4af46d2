//! Where metadata comes from: the kind of a source is found by its content.

pub(crate) mod progress;
mod subject;

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use etched::cli::{Context, Failure, Format};
use etched::{OpenError, Registry};
use etched_compiler::model::{Model, Route, doubts};
use etched_compiler::{
    Code, Compiled, Diagnostic, Diagnostics, Form, Place, SchemaFiles, Severity, Sources, assemble, compile, document,
    image, openapi, patterns, routes,
};
use etched_core::extent::MAX_BYTES;

use crate::count::count;
pub(crate) use subject::Subject;

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
    warnings: Vec<Diagnostic>,
    /// Which routes match the same requests.
    conflicts: Vec<Diagnostic>,
}

impl Source {
    /// Returns which of its routes match the same requests; in a schema that is an error.
    fn conflicts(&self) -> Cow<'_, [Diagnostic]> {
        match self {
            Self::Demo | Self::Schema(_) => Cow::Borrowed(&[]),
            Self::Document(document) => Cow::Borrowed(&document.conflicts),
            // It may have been made from a document.
            Self::Image(registry) => Cow::Owned(routes::alike(&routes_of(registry))),
        }
    }

    /// Returns all there is to say of it.
    pub(crate) fn warnings(self) -> Diagnostics {
        let mut all = Diagnostics::new();
        match self {
            Self::Demo => {}
            Self::Schema(compiled) => return compiled.warnings,
            Self::Document(document) => {
                let Document { model, warnings, conflicts } = *document;
                let found = warnings.into_iter().chain(doubts(&model)).chain(conflicts).chain(routes::costly(&model));
                found.for_each(|it| all.push(it));
            }
            Self::Image(registry) => {
                doubts(&image::read(registry.image())).into_iter().for_each(|it| all.push(it));
                let model = routes_of(&registry);
                let found = routes::unanswered(&model).chain(routes::alike(&model)).chain(routes::costly(&model));
                found.for_each(|it| all.push(it));
            }
        }
        all
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
pub(crate) struct Refused {
    /// Everything that is wrong with it, as `check` reports it.
    pub(crate) diagnostics: Diagnostics,
    /// The same as what a question about it ends with.
    failure: Box<Failure>,
}

impl Refused {
    fn new(failure: Failure, diagnostic: Diagnostic) -> Self {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(diagnostic.suggest(failure.suggestions.first()));
        Self { diagnostics, failure: Box::new(failure) }
    }

    /// A refusal of the file as a whole.
    fn of(path: &Path, code: &str, failure: Failure) -> Self {
        let code = Code::find(code).expect("the codes in this file are those of the compiler");
        let diagnostic = Diagnostic::new(code, Place::path(&path.display().to_string()), failure.message.as_str());
        Self::new(failure, diagnostic)
    }

    /// A manifest that cannot be read.
    pub(crate) fn manifest(diagnostic: Diagnostic) -> Self {
        let message =
            format!("{}: {}", place(diagnostic.place().file_path(), diagnostic.place().line()), diagnostic.message());
        let advice = diagnostic.expected().unwrap_or("Name a source with --from.").to_owned();
        Self::new(Failure::new("invalid_manifest", message).advise(advice), diagnostic)
    }

    /// Returns it as any failure; what is wrong with the text of a source is shown as the compiler shows it.
    pub(crate) fn into_failure(self, context: &Context) -> Failure {
        let placed = self.diagnostics.iter().any(|found| found.place().line().is_some());
        if !placed && self.failure.code != "invalid_schema" {
            return *self.failure;
        }
        let style = context.error_style();
        self.failure.text(self.diagnostics.render(style.colour, style.width.unwrap_or(100)))
    }
}

/// Returns why a schema is refused.
fn refused_schema(path: &Path, diagnostics: Diagnostics) -> Refused {
    let errors = || diagnostics.iter().filter(|found| found.severity() == Severity::Error);
    let first = errors().next().map_or_else(String::new, |first| {
        format!(": {}: {}: {}", place(first.place().file_path(), first.place().line()), first.code(), first.message())
    });
    let message = format!("{} has {}{first}", path.display(), count(diagnostics.errors(), "error"));
    let mut suggestions: Vec<String> = Vec::new();
    for suggestion in errors().filter_map(|error| error.suggestion()) {
        if !suggestions.iter().any(|known| known == suggestion) {
            suggestions.push(suggestion.to_owned());
        }
    }
    Refused { failure: Box::new(Failure::new("invalid_schema", message).suggest(suggestions)), diagnostics }
}

/// Reads the sources of a question.
pub(crate) fn read(from: &Subject) -> Result<Source, Refused> {
    match from.paths() {
        [] => Ok(Source::Demo),
        [path] => read_one(path),
        paths => {
            let _working = progress::start("merging the sources of this package");
            let compiled = assemble(Path::new(""), paths).result;
            let named = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" and ");
            let compiled = compiled.map_err(|diagnostics| refused_schema(Path::new(&named), diagnostics))?;
            Ok(Source::Schema(Box::new(compiled)))
        }
    }
}

fn read_one(path: &Path) -> Result<Source, Refused> {
    if path == Path::new("-") {
        let _working = progress::start("reading standard input");
        return piped(Named { path, shown: "standard input", name: "stdin" }, io::stdin().lock());
    }
    let shown = path.display().to_string();
    let meta = fs::metadata(path).map_err(|error| unreadable(path, &error.to_string()))?;
    if SchemaFiles::named(path) {
        let _working = progress::start(&format!("compiling {shown}"));
        return schema(path);
    }
    let name = path.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
    let named = Named { path, shown: &shown, name: &name };
    if is_pipe(&meta) {
        let _working = progress::start(&format!("reading {shown}"));
        return piped(named, File::open(path).map_err(|error| unreadable(path, &error.to_string()))?);
    }
    if !meta.is_file() {
        return Err(unreadable(path, "it is not a regular file"));
    }
    let _working = progress::start(&format!("reading {shown}"));
    match content(path, meta.len()).map_err(|error| unreadable(path, &error.to_string()))? {
        Content::Image => Ok(Source::Image(open(path)?)),
        Content::TooLarge { image } => Err(too_large(named, image, &format!("has {} bytes", meta.len()))),
        Content::Bytes(bytes) => match Form::of(&bytes) {
            Some(Form::Schema) => schema(path),
            // Replaced while it was read, or its start would have told.
            Some(Form::Image) => Ok(Source::Image(open(path)?)),
            kind => read_document(named, kind, &bytes),
        },
    }
}

/// What a source is called.
#[derive(Clone, Copy)]
struct Named<'a> {
    path: &'a Path,
    /// In messages.
    shown: &'a str,
    /// In positions.
    name: &'a str,
}

#[cfg(unix)]
fn is_pipe(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    meta.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_meta: &fs::Metadata) -> bool {
    false
}

/// Reads what has no length and is there once: standard input, a pipe. The limits are those of files.
fn piped(named: Named<'_>, mut from: impl io::Read) -> Result<Source, Refused> {
    let unreadable = |error: io::Error| {
        let message = format!("cannot read {}: {error}", named.shown);
        Refused::of(named.path, "E0001", Failure::new("unreadable", message))
    };
    let mut bytes = Vec::new();
    from.by_ref().take(etched_core::MAGIC.len() as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    let image = bytes == etched_core::MAGIC;
    let most = if image { MAX_BYTES } else { MAX_DOCUMENT_BYTES };
    from.take(most + 1 - bytes.len() as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Err(too_large(named, image, "is too long"));
    }
    match Form::of(&bytes) {
        Some(Form::Image) => Registry::from_bytes(&bytes).map(Source::Image).map_err(|error| {
            let failure = Failure::new("invalid_image", format!("{}: {error}", named.shown));
            Refused::new(failure, image::refused(named.name, &error))
        }),
        Some(Form::Schema) => match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let compiled = compile(&Sources::from_texts([(named.name, text)]));
                let compiled = compiled.map_err(|diagnostics| refused_schema(Path::new(named.shown), diagnostics))?;
                Ok(Source::Schema(Box::new(compiled)))
            }
            Err(_) => Err(unknown(named.path, format!("{} is not UTF-8", named.shown), "Save the schema as UTF-8.")),
        },
        kind => read_document(named, kind, &bytes),
    }
}

fn too_large(named: Named<'_>, image: bool, found: &str) -> Refused {
    let (what, most) = if image { ("an image", MAX_BYTES) } else { ("a document", MAX_DOCUMENT_BYTES) };
    let message = format!("{} {found}; {what} may have at most {most}", named.shown);
    Refused::of(named.path, "E0005", Failure::new("too_large", message))
}

/// Reads a document by its kind; what is none is refused.
fn read_document(named: Named<'_>, kind: Option<Form>, bytes: &[u8]) -> Result<Source, Refused> {
    let Named { path, shown, name } = named;
    match kind {
        Some(Form::Json) => document::read_json(bytes)
            .map(|read| from_document(read, name))
            .map_err(|error| invalid(format!("{shown}: {error}"), error.diagnostic(name, bytes))),
        Some(Form::MessagePack) => document::read_msgpack(bytes)
            .map(|read| from_document(read, name))
            .map_err(|error| invalid(format!("{shown}: {error}"), error.diagnostic(name, bytes))),
        Some(Form::OpenApi) => openapi::import(name, bytes)
            .map(|imported| from_openapi(imported, name))
            .map_err(|error| invalid(error.to_string(), error.diagnostic(bytes))),
        Some(Form::Program) => Err(unknown(
            path,
            format!("{shown} is a program"),
            "Reading the metadata out of a program is not supported yet; give its schema or its image.",
        )),
        Some(_) | None => Err(unknown(
            path,
            if bytes.is_empty() { format!("{shown} is empty") } else { format!("cannot tell what {shown} is") },
            "A source is a schema (a directory or .cdt text), an image, a metadata document (JSON, MessagePack) or an OpenAPI document (JSON, YAML).",
        )),
    }
}

fn unknown(path: &Path, message: String, advice: &str) -> Refused {
    Refused::of(path, "E0007", Failure::new("unknown_format", message).advise(advice))
}

fn unreadable(path: &Path, reason: &str) -> Refused {
    let near = if path.exists() { None } else { etched_compiler::nearest_path(path) };
    let failure = Failure::new("unreadable", format!("cannot read {}: {reason}", path.display()))
        .suggest(near.map(|near| near.display().to_string()).into_iter().collect());
    Refused::of(path, "E0001", failure)
}

fn invalid(message: String, diagnostic: Diagnostic) -> Refused {
    Refused::new(Failure::new("invalid_document", message), diagnostic)
}

fn schema(path: &Path) -> Result<Source, Refused> {
    let compiled = compile(&Sources::read(path)).map_err(|diagnostics| refused_schema(path, diagnostics))?;
    Ok(Source::Schema(Box::new(compiled)))
}

fn from_document(read: document::Document, name: &str) -> Source {
    let warnings = read.warnings.iter().map(|warning| warning.diagnostic(name));
    let warnings = warnings.chain(routes::unanswered(&read.model)).collect();
    from_model(read.model, warnings)
}

fn from_openapi(imported: openapi::Imported, name: &str) -> Source {
    let warnings = imported.warnings.iter().map(|warning| warning.diagnostic(name)).collect();
    from_model(imported.model, warnings)
}

fn from_model(model: Model, warnings: Vec<Diagnostic>) -> Source {
    let conflicts = routes::alike(&model);
    Source::Document(Box::new(Document { model: discovered(model), warnings, conflicts }))
}

/// Returns the routes of an image as far as their conflicts go.
fn routes_of(registry: &Registry) -> Model {
    let route = |route: etched::Route<'_>| Route {
        method: route.method().into(),
        path: route.path().into(),
        handler: route.handler().into(),
        file_path: route.location().file.unwrap_or_default().into(),
        line: route.location().line.unwrap_or_default(),
        ..Route::default()
    };
    Model { routes: registry.routes().into_iter().map(route).collect(), ..Model::default() }
}

/// Writes a place as `file:line`, as far as it is known; a pointer into the file is for programs.
pub(crate) fn place(file_path: &str, line: Option<u32>) -> String {
    match (file_path.split('#').next().unwrap_or_default(), line) {
        ("", _) => String::new(),
        (file, None) => file.to_owned(),
        (file, Some(line)) => format!("{file}:{line}"),
    }
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
    if len > if image { MAX_BYTES } else { MAX_DOCUMENT_BYTES } {
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
fn open(path: &Path) -> Result<Registry, Refused> {
    Registry::open(path).map_err(|error| {
        let failure = Failure::new("invalid_image", format!("{}: {error}", path.display()));
        match &error {
            OpenError::Image(error) => Refused::new(failure, image::refused(&path.display().to_string(), error)),
            _ => Refused::of(path, "E0001", failure),
        }
    })
}

/// Reads the sources of a question, and says so where they are the demo that nobody asked for.
pub(crate) fn load(from: &Subject, context: &Context) -> Result<Source, Failure> {
    if let Subject::Demo { asked: false } = from {
        context.note("there is no schema here: this is about the embedded demo; name a source with --from");
    }
    read(from).map_err(|refused| refused.into_failure(context))
}

/// Returns the registry over a source.
pub(crate) fn registry(from: &Subject, context: &Context) -> Result<Registry, Failure> {
    let source = load(from, context)?;
    warn(&source, context);
    Ok(match source {
        Source::Demo => Registry::load(&etched::demo::METADATA),
        Source::Image(registry) => registry,
        other => {
            let _working = progress::start("indexing");
            let bytes = image::write(&other.into_model().0, etched::Strip::NONE).map_err(|error| no_image(&error))?;
            Registry::from_trusted_parts(bytes.records, bytes.strings)
        }
    })
}

/// Returns the model of a source, and the image it was read from, if it was one.
pub(crate) fn model(from: &Subject, context: &Context) -> Result<(Model, Option<Registry>), Failure> {
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
fn forged() -> Failure {
    Failure::new("forged", "the hashes of this image do not match its content")
        .advise("Compile it again from its schema or document.")
}

/// What is said of a source that has no image.
pub(crate) fn no_image(error: &image::WriteError) -> Failure {
    Failure::new("too_large", error.to_string()).advise("`etched explain E0104` says more.")
}

/// Says which routes match the same requests: what is answered about them may not be what was meant.
fn warn(source: &Source, context: &Context) {
    // Finding those of an image is not free, and programs are not told.
    if context.format() != Format::Text {
        return;
    }
    let conflicts = source.conflicts();
    for conflict in conflicts.iter().take(SHOWN_CONFLICTS) {
        let place = place(conflict.place().file_path(), conflict.place().line());
        let between = if place.is_empty() { "" } else { ": " };
        context.warn(&format!("{place}{between}{}", conflict.message()));
    }
    let more = conflicts.len().saturating_sub(SHOWN_CONFLICTS);
    if more > 0 {
        context.note(&format!("{}; `routes --conflicts` shows all", count(more, "more such conflict")));
    }
}
