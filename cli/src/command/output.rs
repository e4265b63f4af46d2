//! Files, written so that a reader never sees half of one.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::source::Subject;
use etched::cli::Failure;
use tempfile::{Builder, NamedTempFile};

/// Links that may lead to one another, as systems count them.
const MAX_LINKS: usize = 40;

/// Refuses an output that would take the place of what the answer is made of: the source itself, by whatever name,
/// and any `.cdt` file, which nothing but a schema can be read from.
pub(crate) fn spare(output: &Path, from: &Subject) -> Result<(), Failure> {
    let real = fs::canonicalize(output).ok();
    let shown = output.display();
    let message = if real.is_some() && from.paths().iter().any(|from| real == fs::canonicalize(from).ok()) {
        format!("{shown} is the source and would be overwritten")
    } else if [Some(output), real.as_deref()]
        .into_iter()
        .flatten()
        .any(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("cdt")))
    {
        format!("{shown} has the name of a schema file, and the output is not a schema")
    } else {
        return Ok(());
    };
    Err(Failure::new("output", message).advise("Name another file with `-o FILE`."))
}

/// Writes a file under a name of its own beside the wanted one, then gives it that name.
///
/// A file that is there is replaced, as compilers do; when anything fails it stays as it was. A link stays a link:
/// what it leads to is written, whether it is there yet or not. The other name is a random one that nobody had.
pub(crate) fn store(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write(path, bytes).map_err(|error| Failure::new("output", format!("cannot write {}: {error}", path.display())))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => return Err(io::Error::new(ErrorKind::IsADirectory, "it is a directory")),
        // What is no regular file (a pipe, a device) cannot be replaced, only written to.
        Ok(meta) if !meta.is_file() => return OpenOptions::new().write(true).open(path)?.write_all(bytes),
        _ => {}
    }
    let target = fs::canonicalize(path).or_else(|_| target(path))?;
    let directory = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut part = interrupted::guard(|| part(directory))?;
    let written = part.write_all(bytes).and_then(|()| match fs::metadata(&target) {
        Ok(meta) => part.as_file().set_permissions(meta.permissions()),
        Err(_) => Ok(()),
    });
    // It is renamed or dropped before it is forgotten, so that a signal in between finds nothing or removes it.
    let stored = written.and_then(|()| part.persist(&target).map(drop).map_err(|failed| failed.error));
    interrupted::forget();
    stored
}

/// Makes the file that becomes the wanted one, with the permissions any new file gets.
fn part(directory: &Path) -> io::Result<NamedTempFile> {
    let new = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path);
    Builder::new().prefix(".etched-").suffix(".part").make_in(directory, new)
}

/// Returns where the links of a path lead, one by one, when the last step is not there.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("its links lead around in a circle"))
}

/// The file that is being written, removed when a signal ends the program.
mod interrupted {
    use std::io;
    use std::path::PathBuf;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use tempfile::NamedTempFile;

    static PART: Mutex<Option<PathBuf>> = Mutex::new(None);

    fn part() -> MutexGuard<'static, Option<PathBuf>> {
        PART.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a file that a signal is to remove; none comes between.
    pub(super) fn guard(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
        watch()?;
        let mut part = part();
        let made = make()?;
        *part = Some(made.path().to_path_buf());
        Ok(made)
    }

    /// Ends that: the file has its name, or is gone.
    pub(super) fn forget() {
        *part() = None;
    }

    /// Starts the one thread that waits for signals, for as long as the program runs.
    #[cfg(unix)]
    fn watch() -> io::Result<()> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::iterator::Signals;

        static WATCHED: Mutex<bool> = Mutex::new(false);
        let mut watched = WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
        if !*watched {
            let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
            std::thread::spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    // Held until the end, so that no other file is begun.
                    let part = part();
                    if let Some(path) = part.as_ref() {
                        // It may have got its name already.
                        let _ = std::fs::remove_file(path);
                    }
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            });
            *watched = true;
        }
        Ok(())
    }

    /// Where there are no such signals, nothing has to be done.
    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "the other one fails")]
    fn watch() -> io::Result<()> {
        Ok(())
    }
}
