//! Which sources a macro means, and their image; each is loaded once and again only when its files have changed.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs};

use etched_compiler::image::{self, Bytes, Embedder};
use etched_compiler::model::Model;
use etched_compiler::{Diagnostic, Manifest, SchemaFiles, Strip, assemble, build, nearest_path};
use etched_core::{Header, LAYOUT_MINOR};
use proc_macro2::Span;
use syn::LitStr;

/// How long a loaded schema is taken for unchanged: editors keep one macro process for many edits, and looking at
/// every file for every macro would cost more than the macros.
const FRESH: Duration = Duration::from_secs(2);

/// Where metadata was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// The directory in `OUT_DIR` that a build script filled.
    Built(PathBuf),
    /// Sources of any form, relative to a directory.
    Files {
        root: PathBuf,
        sources: Vec<PathBuf>,
        /// What names them, where that is the manifest.
        manifest: Option<PathBuf>,
    },
}

/// A compiled schema.
pub(crate) struct Loaded {
    /// The image, nothing stripped unless a build script did.
    pub(crate) full: Bytes,
    /// The image without bodies, as release builds embed it; empty for what a build script left.
    pub(crate) release: Option<Bytes>,
    /// The files that were read: what positions call each, and where it is; none for what a build script left, which
    /// Cargo watches.
    files: Vec<(String, PathBuf)>,
}

impl Loaded {
    /// Returns the fingerprint of the numbering, which ids carry.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.full.image().fingerprint()
    }

    /// Returns where the file of a position is, for Cargo to watch; nothing where a build script has seen to it.
    pub(crate) fn file(&self, file_path: &str) -> Option<String> {
        let called = |name: &str| name == file_path || Some(name) == file_path.split('#').next();
        let (_, path) = self.files.iter().find(|(name, _)| called(name))?;
        Some(path.display().to_string())
    }
}

/// What is loaded, and for whom.
type Key = (Source, Option<Embedder>);

type Stamp = Vec<(PathBuf, Option<SystemTime>)>;

struct Cached {
    stamp: Stamp,
    /// The files that were read.
    read: Vec<PathBuf>,
    checked: Instant,
    loaded: Result<Arc<Loaded>, String>,
}

/// Finds the schema: the macro's own argument, what a build script left, the manifest, the directory `schema`.
pub(crate) fn locate(argument: Option<&str>) -> Result<Source, String> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|_| "CARGO_MANIFEST_DIR is not set".to_owned())?);
    let files = |sources: Vec<PathBuf>, manifest| Source::Files { root: root.clone(), sources, manifest };
    if let Some(argument) = argument {
        return if !argument.is_empty() && root.join(argument).exists() {
            Ok(files(vec![argument.into()], None))
        } else {
            Err(format!("there is no schema at {}", absent(&root, argument)))
        };
    }
    if let Some(out) = env::var_os("OUT_DIR") {
        let built = Path::new(&out).join(build::OUTPUT);
        if built.join(build::RECORDS).is_file() {
            return Ok(Source::Built(built));
        }
    }
    let manifest = root.join("Cargo.toml");
    if manifest.is_file() {
        let manifest = Manifest::read(&manifest).map_err(|error| format!("{}: {}", shown(&error), error.message()))?;
        if let Some(absentee) = manifest.sources().iter().find(|named| !root.join(named).exists()) {
            return Err(format!(
                "[package.metadata.etched] in Cargo.toml names a schema that is not there: {}",
                absent(&root, absentee)
            ));
        }
        if !manifest.sources().is_empty() {
            return Ok(files(manifest.sources_or_schema(), Some(manifest.path().to_owned())));
        }
    }
    if root.join("schema").exists() {
        return Ok(files(vec!["schema".into()], None));
    }
    Err("no schema found: create the directory `schema` beside Cargo.toml, or give a path, as in `embed!(\"path\")`, or \
         run `etched_compiler::Build::new().run()` in build.rs, or set `schema` in [package.metadata.etched]"
        .to_owned())
}

/// Where the manifest is wrong, the same on every machine.
fn shown(error: &Diagnostic) -> String {
    error.place().line().map_or_else(|| "Cargo.toml".to_owned(), |line| format!("Cargo.toml:{line}"))
}

/// Returns the error of a macro whose schema is nowhere; `None` when this compilation has said so before.
///
/// One mistake, one message: a path that a macro was given is its own, but a schema that no macro finds is reported by
/// the first that looks for it. A crate of models has no `embed!` to leave that to.
pub(crate) fn missing(argument: Option<&LitStr>, message: &str) -> Option<syn::Error> {
    match argument {
        Some(argument) => Some(syn::Error::new(argument.span(), format!("etched: {message}"))),
        None => once(&[message.to_owned()]).pop(),
    }
}

/// Returns the errors of what is one for all macros of a crate, without those that this compilation has reported.
pub(crate) fn once(messages: &[String]) -> Vec<syn::Error> {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    let first = messages.iter().filter(|message| said.insert(format!("{root}\n{message}")));
    first.map(|message| syn::Error::new(Span::call_site(), format!("etched: {message}"))).collect()
}

/// Returns a path that does not exist, with the one that may have been meant; relative, as it was given, so that the
/// message is the same on every machine.
fn absent(root: &Path, path: &str) -> String {
    let near = if path.is_empty() { None } else { nearest_path(&root.join(path)) };
    let help = near.as_deref().and_then(Path::file_name).map_or_else(String::new, |near| {
        format!("; did you mean `{}`?", Path::new(path).with_file_name(near).display())
    });
    format!("`{path}`, seen from Cargo.toml{help}")
}

/// What is loaded. One process may serve several crates that embed one schema, and the image says which of them it is for.
fn cache() -> MutexGuard<'static, HashMap<Key, Cached>> {
    static CACHE: OnceLock<Mutex<HashMap<Key, Cached>>> = OnceLock::new();
    // A macro that panicked while it held the lock left a whole entry or none.
    CACHE.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}

/// Loads what sources say; the same result for every macro of one compilation.
pub(crate) fn load(source: &Source) -> Result<Arc<Loaded>, String> {
    let mut cache = cache();
    let key = (source.clone(), Embedder::of_cargo());
    let known = cache.get_mut(&key);
    if let Some(known) = &known
        && known.checked.elapsed() < FRESH
    {
        return known.loaded.clone();
    }
    if let Some(known) = known
        && known.stamp == stamp(source, &known.read)
    {
        known.checked = Instant::now();
        return known.loaded.clone();
    }
    // Times before content: what changes in between has a later time.
    let mut stamp = stamp(source, &[]);
    let (loaded, read) = read(source, key.1.as_ref());
    let loaded = loaded.map(Arc::new);
    // Which files a document refers to is known only now.
    stamp.extend(read.iter().map(|path| stamped(path)));
    cache.insert(key, Cached { stamp, read, checked: Instant::now(), loaded: loaded.clone() });
    loaded
}

/// Returns what sources say, and which files were read.
fn read(source: &Source, embedder: Option<&Embedder>) -> (Result<Loaded, String>, Vec<PathBuf>) {
    match source {
        Source::Built(directory) => (read_built(directory), Vec::new()),
        Source::Files { root, sources, .. } => {
            let assembled = assemble(root, sources);
            let files: Vec<_> = assembled.files().map(|(name, path)| (name.to_owned(), path.to_owned())).collect();
            let paths = files.iter().map(|(_, path)| path.clone()).collect();
            let loaded = match assembled.result {
                // Warnings are for builds and `etched check`; a macro has no place to show them.
                Ok(compiled) => write(&compiled.model, embedder, files),
                Err(diagnostics) => Err(format!("the schema has errors\n\n{}", diagnostics.render(false, 100))),
            };
            (loaded, paths)
        }
    }
}

fn read_built(directory: &Path) -> Result<Loaded, String> {
    let unreadable = |error: std::io::Error| format!("cannot read {}: {error}", directory.display());
    let records = fs::read(directory.join(build::RECORDS)).map_err(unreadable)?;
    let strings = fs::read_to_string(directory.join(build::STRINGS)).map_err(unreadable)?;
    match Header::read(&records, strings.len()) {
        Ok(header) if u32::from(header.minor) <= u32::from(LAYOUT_MINOR) => {}
        Ok(_) => return Err("the build script uses a newer etched-compiler than etched".to_owned()),
        Err(error) => return Err(error.to_string()),
    }
    Ok(Loaded { full: Bytes { records, strings }, release: None, files: Vec::new() })
}

fn write(model: &Model, embedder: Option<&Embedder>, files: Vec<(String, PathBuf)>) -> Result<Loaded, String> {
    let write = |strip| match embedder {
        Some(embedder) => image::embed(model, strip, embedder),
        None => image::write(model, strip),
    };
    let write = |strip| write(strip).map_err(|error| error.to_string());
    let full = write(Strip::NONE)?;
    let release = write(Strip::NONE.bodies(true))?;
    let release = (release != full).then_some(release);
    Ok(Loaded { full, release, files })
}

/// Returns the files that a loaded source was read from, for Cargo to watch; none where a build script has seen to it.
pub(crate) fn files(source: &Source) -> Vec<String> {
    let manifest = match source {
        Source::Built(_) => None,
        Source::Files { manifest, .. } => manifest.as_ref(),
    };
    let cache = cache();
    let read = cache.get(&(source.clone(), Embedder::of_cargo())).map_or(&[][..], |cached| &cached.read);
    manifest.into_iter().chain(read).filter(|path| path.is_file()).map(|path| path.display().to_string()).collect()
}

/// Files and directories that sources are in, and those that were read, with their times.
fn stamp(source: &Source, read: &[PathBuf]) -> Stamp {
    let mut stamp = Vec::new();
    match source {
        Source::Built(directory) => stamp.push(stamped(&directory.join(build::RECORDS))),
        Source::Files { root, sources, .. } => sources.iter().for_each(|source| visit(&root.join(source), &mut stamp)),
    }
    stamp.extend(read.iter().map(|path| stamped(path)));
    stamp
}

/// Adds what a source is, directories and links included.
fn visit(source: &Path, stamp: &mut Stamp) {
    let found = SchemaFiles::find(source);
    let files = found.files().iter().map(|file| &file.path);
    let paths = [source].into_iter().chain(found.directories().iter().chain(files).map(PathBuf::as_path));
    stamp.extend(paths.map(stamped));
    // What cannot be read has no time; that it can be again is a change, too.
    stamp.extend(found.problems().iter().map(|problem| (PathBuf::from(problem.place().file_path()), None)));
}

fn stamped(path: &Path) -> (PathBuf, Option<SystemTime>) {
    (path.to_owned(), fs::metadata(path).and_then(|meta| meta.modified()).ok())
}

#[cfg(test)]
mod tests {
    use super::{Source, files, load, stamp};

    #[cfg(unix)]
    #[test]
    fn files_behind_links_are_watched() {
        use std::fs;
        use std::os::unix::fs::symlink;

        let root = std::env::temp_dir().join(format!("etched-macros-{}", std::process::id()));
        let (schema, other) = (root.join("schema"), root.join("other"));
        fs::create_dir_all(&schema).unwrap();
        fs::create_dir_all(&other).unwrap();
        fs::write(other.join("tag.cdt"), "resource Tag { name: string! }").unwrap();
        symlink(&other, schema.join("linked")).unwrap();
        let source = Source::Files { root: root.clone(), sources: vec!["schema".into()], manifest: None };
        load(&source).unwrap();
        let found = files(&source);
        let before = stamp(&source, &[]);
        fs::write(other.join("user.cdt"), "resource User { }").unwrap();
        let after = stamp(&source, &[]);
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found, [schema.join("linked/tag.cdt").display().to_string()]);
        assert_ne!(before, after);
    }
}
