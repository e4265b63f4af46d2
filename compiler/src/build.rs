//! The build-script side: sources in, two files in `OUT_DIR` and lines for Cargo out.
//!
//! [`Build`] is the whole of it. The names of the files are for `etched::embed!`, which reads
//! `$OUT_DIR/etched/records.bin` and `strings.txt`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use etched_core::{Strip, foreign};

use crate::{Diagnostic, Diagnostics, Manifest, Severity, Sources, assemble, compile, image};

/// Name of the directory in `OUT_DIR` that `embed!` reads.
pub const OUTPUT: &str = "etched";
/// File with header and records.
pub const RECORDS: &str = "records.bin";
/// File with the string pool.
pub const STRINGS: &str = "strings.txt";

/// Compiles what describes an application in a build script.
///
/// One line does in the common case, where the schema is in `schema/` beside `Cargo.toml`:
///
/// ```no_run
/// // in main() of build.rs
/// etched_compiler::Build::new().run();
/// ```
///
/// Then `etched::embed!()` is the compiled metadata. Other sources are [added](Self::add), or named in the manifest:
///
/// ```toml
/// [package.metadata.etched]
/// schema = ["openapi.yaml", "schema"]
/// ```
///
/// Cargo is told to run the script again when a file that was read or a directory of a schema changes. Bodies of hooks and functions are kept in debug builds and left out of release
/// builds, unless [`strip`](Self::strip) says otherwise.
#[derive(Clone, Debug)]
#[must_use = "nothing is compiled before `run`"]
pub struct Build {
    sources: Vec<PathBuf>,
    strip: Option<Strip>,
}

impl Default for Build {
    fn default() -> Self {
        Self::new()
    }
}

impl Build {
    /// Starts with no source of its own: as long as none is added, those count that `[package.metadata.etched]` names,
    /// or else the directory `schema` beside `Cargo.toml`.
    pub fn new() -> Self {
        Self { sources: Vec::new(), strip: None }
    }

    /// Adds a source, relative to `Cargo.toml`: a schema directory or file, an OpenAPI document, a metadata document or an
    /// image. Its content tells which; OpenAPI and metadata documents need the features `openapi` and `document`.
    ///
    /// Sources are merged as [`assemble`](crate::assemble()) says: what two of them say differently is an error.
    ///
    /// ```no_run
    /// // in main() of build.rs
    /// etched_compiler::Build::new().add("openapi.yaml").add("schema").run();
    /// ```
    #[expect(clippy::should_implement_trait, reason = "it adds a source, and nobody adds builds")]
    pub fn add(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.push(path.into());
        self
    }

    /// Takes this source alone, whatever was added before.
    ///
    /// ```no_run
    /// // in main() of build.rs
    /// etched_compiler::Build::new().schema("model/app.cdt").run();
    /// ```
    pub fn schema(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources = vec![path.into()];
        self
    }

    /// Says what to leave out of the image, in debug and release builds alike.
    ///
    /// ```no_run
    /// // in main() of build.rs
    /// use etched_compiler::{Build, Strip};
    ///
    /// Build::new().strip(Strip::NONE.docs(true).bodies(true)).run();
    /// ```
    pub fn strip(mut self, strip: Strip) -> Self {
        self.strip = Some(strip);
        self
    }

    /// Compiles, writes the image to `OUT_DIR` and tells Cargo what to watch.
    ///
    /// Errors of the schema are printed as `cargo::error=` lines, all of them, and fail the build; warnings as
    /// `cargo::warning=` lines. The script itself ends normally, so Cargo shows these lines and nothing else.
    pub fn run(self) {
        if let Err(error) = self.try_run() {
            say("error", &error);
        }
    }

    fn try_run(self) -> Result<(), String> {
        let root = variable("CARGO_MANIFEST_DIR")?;
        let out = Path::new(&variable("OUT_DIR")?).join(OUTPUT);
        let sources = self.sources(Path::new(&root))?;
        let assembled = assemble(Path::new(&root), &sources);
        assembled.watched().into_iter().try_for_each(|path| tell("rerun-if-changed", &path.display().to_string()))?;
        let bytes = match assembled.result {
            Ok(compiled) => {
                report(&compiled.warnings);
                let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
                let strip = self.strip.unwrap_or(Strip::NONE.bodies(release));
                let bytes = match image::Embedder::of_cargo() {
                    Some(embedder) => image::embed(&compiled.model, strip, &embedder),
                    None => image::write(&compiled.model, strip),
                };
                bytes.map_err(|error| line(&error.diagnostic(&sources[0].display().to_string())))?
            }
            Err(diagnostics) => {
                report(&diagnostics);
                return Ok(());
            }
        };
        fs::create_dir_all(&out).map_err(|error| format!("cannot create {}: {error}", out.display()))?;
        store(&out.join(RECORDS), &bytes.records)?;
        store(&out.join(STRINGS), bytes.strings.as_bytes())
    }

    /// Returns the sources: its own, those of the manifest, or the directory `schema`.
    fn sources(&self, root: &Path) -> Result<Vec<PathBuf>, String> {
        if !self.sources.is_empty() {
            return Ok(self.sources.clone());
        }
        let manifest = root.join("Cargo.toml");
        tell("rerun-if-changed", &manifest.display().to_string())?;
        let manifest = Manifest::read(&manifest).map_err(|error| line(&error))?;
        Ok(manifest.sources_or_schema())
    }
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set: etched_compiler::Build runs in a build script"))
}

/// Writes a file unless it has these bytes already, so that what depends on it is not rebuilt.
fn store(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

fn report(diagnostics: &Diagnostics) {
    for diagnostic in diagnostics.iter() {
        let level = if diagnostic.severity() == Severity::Error { "error" } else { "warning" };
        say(level, &line(diagnostic));
    }
}

/// A diagnostic in one line, as Cargo takes it.
fn line(diagnostic: &Diagnostic) -> String {
    let mut line = format!("{}: {}", diagnostic.place(), diagnostic.message());
    // A message about syntax names what was expected itself.
    if let Some(expected) = diagnostic.expected().filter(|expected| !diagnostic.message().contains(expected)) {
        line.push_str(&format!("; expected {expected}"));
    }
    if let Some(suggestion) = diagnostic.suggestion() {
        line.push_str(&format!("; did you mean `{suggestion}`?"));
    }
    for related in diagnostic.related() {
        line.push_str(&format!("; {} at {}", related.message, related.place));
    }
    line.push_str(&format!(" [{}]", diagnostic.code()));
    line
}

/// Tells Cargo something that has to arrive as it is: Cargo reads line by line, and the second line of a path would be
/// taken for what its maker likes, `cargo::rustc-env=PATH=…` for one.
fn tell(key: &str, value: &str) -> Result<(), String> {
    if value.contains(['\n', '\r']) {
        return Err(format!("the path {value:?} contains a line break, which Cargo does not support; rename it"));
    }
    println!("cargo::{key}={value}");
    Ok(())
}

/// Prints an error or a warning in one line, with nothing in it that acts on a terminal.
fn say(level: &str, message: &str) {
    println!("cargo::{level}={}", foreign::line(message));
}

/// Compiles one schema text to an image, as a build would, with nothing stripped: for tests of code that takes a
/// registry.
///
/// ```
/// let bytes = etched_compiler::compile_str("@strict nullability resource Tag { name: string! }")?;
/// assert_eq!(etched_compiler::image::read(bytes.image()).resources[0].name, "Tag");
///
/// let wrong = etched_compiler::compile_str("resource Tag { name: strng! }").unwrap_err();
/// assert_eq!(wrong.iter().next().unwrap().suggestion(), Some("string"));
/// # Ok::<(), etched_compiler::Diagnostics>(())
/// ```
///
/// With the runtime in reach, `etched::Registry::from_bytes(&bytes.to_file())` makes a registry of it.
///
/// # Errors
/// Everything that is wrong with the text, as [`compile`] reports it, under the path `schema.cdt`.
pub fn compile_str(text: &str) -> Result<image::Bytes, Diagnostics> {
    let compiled = compile(&Sources::from_texts([("schema.cdt", text)]))?;
    image::write(&compiled.model, Strip::NONE).map_err(|error| {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(error.diagnostic("schema.cdt"));
        diagnostics
    })
}
