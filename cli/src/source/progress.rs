//! A sign of life on a terminal, for what takes longer than half a second.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Work that is quicker is not spoken of.
const PATIENCE: Duration = Duration::from_millis(500);

/// Shows on standard error what is being done, if that is a terminal.
pub(crate) struct Progress {
    shown: bool,
}

/// Work under way; dropped when it is done.
pub(crate) struct Working {
    thread: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal() }
    }

    /// Says what starts now.
    pub(crate) fn start(&self, what: &str) -> Working {
        if !self.shown {
            return Working { thread: None };
        }
        // A file's name may hold anything; what is shown must not steer the terminal.
        let what: String = what.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
        let (done, waiting) = channel();
        let thread = std::thread::spawn(move || {
            let started = Instant::now();
            let mut wait = PATIENCE;
            let mut said = false;
            while waiting.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = Duration::from_millis(100);
                said = true;
                let mut err = std::io::stderr().lock();
                let _ = write!(err, "\r{what} ... {:.1} s", started.elapsed().as_secs_f32());
                let _ = err.flush();
            }
            if said {
                let _ = write!(std::io::stderr(), "\r\x1b[K");
            }
        });
        Working { thread: Some((done, thread)) }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.thread.take() {
            drop(done);
            // The line has to be gone before the answer is written.
            let _ = thread.join();
        }
    }
}
