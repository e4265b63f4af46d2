//! What a test may take.

use std::time::{Duration, Instant};

/// Counts the time in which a thread computes, where the system tells (Linux); elsewhere the time that passes.
///
/// On a busy machine a thread waits for others, and a limit on the time that passes fails for no fault of the code.
///
/// ```
/// let stopwatch = workloads::Stopwatch::start();
/// assert!(stopwatch.elapsed() < std::time::Duration::from_secs(10));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    started: Instant,
    computed: Option<Duration>,
}

impl Stopwatch {
    /// Starts to count, for this thread.
    #[must_use]
    pub fn start() -> Self {
        Self { started: Instant::now(), computed: computed() }
    }

    /// Returns what this thread has computed since.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        match (computed(), self.computed) {
            (Some(now), Some(then)) => now.saturating_sub(then),
            _ => self.started.elapsed(),
        }
    }
}

fn computed() -> Option<Duration> {
    let stated = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stated.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
