//! Files, written so that a reader never sees half of one.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use etched::cli::Failure;
use tempfile::{Builder, NamedTempFile};

/// Links that may lead to one another, as systems count them.
const MAX_LINKS: usize = 40;

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
/// A file that is there is replaced, as compilers do; when anything fails it stays as it was. A link stays a link:
/// what it leads to is written, whether it is there yet or not. The other name is a random one that nobody had.
pub(crate) fn store(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write(path, bytes)
        .map_err(|error| Failure::new("output", format!("cannot write {}: {}", path.display(), reason(&error))))
}

/// Returns what the system said, without the name nobody asked for.
fn reason(error: &io::Error) -> String {
    error.get_ref().and_then(std::error::Error::source).map_or_else(|| error.to_string(), ToString::to_string)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = target(path)?;
    match fs::metadata(&target) {
        // What is no regular file (a pipe, a device) cannot be replaced, only written to.
        Ok(meta) if !meta.is_file() && !meta.is_dir() => {
            return OpenOptions::new().write(true).open(&target)?.write_all(bytes);
        }
        Ok(meta) if meta.is_dir() => return Err(io::Error::new(ErrorKind::IsADirectory, "it is a directory")),
        _ => {}
    }
    let directory = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut part = part(directory)?;
    let _interrupted = Interrupted::remove(part.path())?;
    part.write_all(bytes)?;
    if let Ok(meta) = fs::metadata(&target) {
        part.as_file().set_permissions(meta.permissions())?;
    }
    part.persist(&target).map(drop).map_err(|failed| failed.error)
}

/// Makes the file that becomes the wanted one, with the permissions a new file gets.
fn part(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".etched-").suffix(".part");
    // The crate lets nobody else read its files; this one is to be as any other.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(directory)
}

/// Removes a file when a signal ends the program; dropped when there is nothing to remove any more.
#[cfg(unix)]
struct Interrupted(signal_hook::iterator::Handle);

#[cfg(unix)]
impl Interrupted {
    fn remove(path: &Path) -> io::Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
        let interrupted = Self(signals.handle());
        let path = path.to_path_buf();
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                // It may have got its name already.
                let _ = fs::remove_file(path);
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        });
        Ok(interrupted)
    }
}

#[cfg(unix)]
impl Drop for Interrupted {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Where there are no signals, nothing has to be done.
#[cfg(not(unix))]
struct Interrupted;

#[cfg(not(unix))]
impl Interrupted {
    fn remove(_path: &Path) -> io::Result<Self> {
        Ok(Self)
    }
}

/// Returns where a path leads, link by link; the last step need not be there.
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
