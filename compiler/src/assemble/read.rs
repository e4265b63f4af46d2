//! One source, by the form its content tells.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use etched_core::extent::MAX_BYTES as MAX_IMAGE_BYTES;
use etched_core::validate::{split, validate};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, code};
use crate::files::{SchemaFiles, nearest_path};
use crate::form::Form;
use crate::model::Model;
use crate::{Compiled, MAX_FILE_BYTES, image, routes};

/// What is at a path.
pub(super) enum Read {
    /// A schema, which is compiled with the others.
    Schema,
    /// Anything else, read.
    Model(Box<Compiled>),
    /// What cannot be read.
    Refused(Box<Diagnostic>),
}

/// Reads the source at `path`, which messages call what it was `given` as; of a schema it only tells that it is one.
///
/// What is read goes into `files`.
pub(super) fn read(path: &Path, given: &Path, files: &mut Vec<(String, PathBuf)>) -> Read {
    if SchemaFiles::named(path) {
        return Read::Schema;
    }
    let shown = given.display().to_string();
    let bytes = match content(path, &shown) {
        Ok(bytes) => bytes,
        Err(refused) => return Read::Refused(Box::new(refused)),
    };
    let name = path.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
    // Positions have to tell two files of one name apart.
    let name = if files.iter().any(|(known, _)| *known == name) { shown.clone() } else { name };
    let read = match Form::of(&bytes) {
        Some(Form::Schema) => return Read::Schema,
        Some(Form::Image) => image(&name, &bytes),
        Some(Form::Json | Form::MessagePack) => document(&name, &bytes),
        Some(Form::OpenApi) => openapi(&name, &bytes),
        Some(Form::Program) => Err(refused(&code::UNKNOWN_SOURCE, &shown, "it is a program").expect(FORMS)),
        None if bytes.is_empty() => Err(refused(&code::UNKNOWN_SOURCE, &shown, "it is empty").expect(FORMS)),
        None => Err(refused(&code::UNKNOWN_SOURCE, &shown, "its content tells of no form that is read").expect(FORMS)),
    };
    files.push((name, path.to_owned()));
    match read {
        Ok(compiled) => Read::Model(Box::new(compiled)),
        Err(refused) => Read::Refused(Box::new(refused)),
    }
}

const FORMS: &str = "a schema (a directory or .cdt text), an OpenAPI document (JSON, YAML), a metadata document (JSON, MessagePack) or an image";

fn refused(code: &'static Code, shown: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Place::path(shown), message)
}

/// Reads a file within the limit of its kind, which is looked at before it is read.
fn content(path: &Path, shown: &str) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |error: io::Error| {
        let near = if error.kind() == io::ErrorKind::NotFound { nearest_path(path) } else { None };
        let near = near.and_then(|near| Some(Path::new(shown).with_file_name(near.file_name()?).display().to_string()));
        refused(&code::UNREADABLE, shown, format!("cannot read it: {error}")).suggest(near)
    };
    // Asked before it is opened: opening a pipe waits for somebody to write into it.
    let meta = fs::metadata(path).map_err(unreadable)?;
    if !meta.is_file() {
        return Err(unreadable(io::Error::other("it is not a regular file")));
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.by_ref().take(etched_core::MAGIC.len() as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    let image = bytes == etched_core::MAGIC;
    let most = if image { MAX_IMAGE_BYTES } else { MAX_FILE_BYTES };
    file.take((most + 1).saturating_sub(bytes.len() as u64).min(meta.len()))
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if meta.len().max(bytes.len() as u64) > most {
        let what = if image { "an image" } else { "a document" };
        let message = format!("it has {} bytes; {what} may have at most {most}", meta.len());
        return Err(refused(&code::TOO_LARGE, shown, message));
    }
    Ok(bytes)
}

/// Nothing of an image is believed before it was checked.
fn image(name: &str, bytes: &[u8]) -> Result<Compiled, Diagnostic> {
    let (records, strings) = split(bytes).map_err(|error| image::refused(name, &error))?;
    let checked = validate(records, strings).map_err(|error| image::refused(name, &error))?;
    if image::hashes_hold(checked) == Some(false) {
        return Err(refused(&code::IMAGE_INVALID, name, "its hashes do not match its content"));
    }
    Ok(checked_model(image::read(checked), Diagnostics::new()))
}

/// A model with what there is to say of its routes.
fn checked_model(model: Model, mut warnings: Diagnostics) -> Compiled {
    routes::unanswered(&model).chain(routes::alike(&model)).for_each(|it| warnings.push(it));
    Compiled { model, warnings }
}

#[cfg(feature = "document")]
fn document(name: &str, bytes: &[u8]) -> Result<Compiled, Diagnostic> {
    use crate::document;
    let read = match Form::of(bytes) {
        Some(Form::MessagePack) => document::read_msgpack(bytes),
        _ => document::read_json(bytes),
    };
    let read = read.map_err(|error| error.diagnostic(name, bytes))?;
    let mut warnings = Diagnostics::new();
    read.warnings.iter().for_each(|warning| warnings.push(warning.diagnostic(name)));
    Ok(checked_model(read.model, warnings))
}

#[cfg(not(feature = "document"))]
fn document(name: &str, _bytes: &[u8]) -> Result<Compiled, Diagnostic> {
    Err(without(name, "a metadata document", "document"))
}

#[cfg(feature = "openapi")]
fn openapi(name: &str, bytes: &[u8]) -> Result<Compiled, Diagnostic> {
    let imported = crate::openapi::import(name, bytes).map_err(|error| error.diagnostic(bytes))?;
    let mut warnings = Diagnostics::new();
    imported.warnings.iter().for_each(|warning| warnings.push(warning.diagnostic(name)));
    routes::alike(&imported.model).into_iter().for_each(|it| warnings.push(it));
    Ok(Compiled { model: imported.model, warnings })
}

#[cfg(not(feature = "openapi"))]
fn openapi(name: &str, _bytes: &[u8]) -> Result<Compiled, Diagnostic> {
    Err(without(name, "an OpenAPI document", "openapi"))
}

#[cfg(not(all(feature = "document", feature = "openapi")))]
fn without(name: &str, what: &str, feature: &str) -> Diagnostic {
    let message = format!("it is {what}, and the feature `{feature}` is off");
    refused(&code::FEATURE_OFF, name, message).expect(format!(
        "`features = [\"{feature}\"]` on etched-compiler in [build-dependencies], or on etched for its macros"
    ))
}
