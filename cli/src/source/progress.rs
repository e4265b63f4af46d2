//! A sign of life on a terminal, for what takes longer than half a second.

use std::fmt;
use std::time::Duration;

use etched_core::foreign;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// Work that is quicker is not spoken of.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the time that is shown changes.
const TICK: Duration = Duration::from_millis(100);

/// Work under way; dropped when it is done.
pub(crate) struct Working(ProgressBar);

/// Shows on standard error what is being done from now on, if that is a terminal.
pub(crate) fn start(what: &str) -> Working {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if !bar.is_hidden() {
        // A file's name may hold anything; what is shown must not steer the terminal.
        let what = foreign::line(what).into_owned();
        let line = move |state: &ProgressState, out: &mut dyn fmt::Write| {
            if state.elapsed() >= PATIENCE {
                let _ = write!(out, "{what} ... {:.1} s", state.elapsed().as_secs_f32());
            }
        };
        // A line with nothing on it is not drawn.
        bar.set_style(ProgressStyle::default_spinner().template("{line}").expect("it is one").with_key("line", line));
        bar.enable_steady_tick(TICK);
    }
    Working(bar)
}

impl Drop for Working {
    fn drop(&mut self) {
        // The line has to be gone before the answer is written.
        self.0.finish_and_clear();
    }
}
