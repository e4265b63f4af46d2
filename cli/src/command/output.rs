//! Files, written so that a reader never sees half of one.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use etched::cli::Failure;

/// Refuses an output that would take the place of what the answer is made of: the source itself, by whatever name,
/// and any `.cdt` file, which nothing but a schema can be read from.
pub(crate) fn spare(output: &Path, from: Option<&Path>) -> Result<(), Failure> {
    let real = fs::canonicalize(output).ok();
    let shown = output.display();
    let message = if real.is_some() && real == from.and_then(|from| fs::canonicalize(from).ok()) {
        format!("{shown} is the source, and would be overwritten")
    } else if [Some(output), real.as_deref()]
        .into_iter()
        .flatten()
        .any(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("cdt")))
    {
        format!("{shown} is named as a schema is, and what is to be written is none")
    } else {
        return Ok(());
    };
    Err(Failure::new("output", message).advise("Name another file with `-o FILE`."))
}

/// Writes a file under a name of its own beside the wanted one, then gives it that name.
///
/// A file that is there is replaced, as compilers do; when anything fails it stays as it was.
pub(crate) fn store(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new("output", format!("cannot write {}: {error}", path.display()));
    // What is no regular file (a pipe, a device) cannot be replaced, only written to.
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return fs::write(path, bytes).map_err(failed);
    }
    // A link stays a link: what it leads to is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part: PathBuf = path.with_file_name(name);
    let write = || -> std::io::Result<()> {
        let mut file = fs::File::create(&part)?;
        file.write_all(bytes)?;
        if let Ok(meta) = fs::metadata(path) {
            file.set_permissions(meta.permissions())?;
        }
        drop(file);
        fs::rename(&part, path)
    };
    write().map_err(|error| {
        // Already failing; the part may not even exist.
        let _ = fs::remove_file(&part);
        failed(error)
    })
}
