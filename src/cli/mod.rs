//! The command line over a registry, for a program's own binary and for `etched` itself.
//!
//! A program that embeds its metadata offers all questions in two lines:
//!
//! ```no_run
//! # #[cfg(feature = "demo")] {
//! static REGISTRY: etched::Registry = etched::Registry::load(&etched::demo::METADATA);
//!
//! fn main() -> std::process::ExitCode {
//!     etched::cli::run(&REGISTRY)
//! }
//! # }
//! ```
//!
//! A program with commands of its own puts [`Command`] among them with `#[command(flatten)]` and [`Options`] beside
//! them, and calls [`Command::run`].
//!
//! Exit codes: 0 for an answer, the empty list included; 1 for a name nothing has, 404, 405 and refused input; 2 for
//! wrong usage. On a terminal text fits its width and is coloured (`NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and
//! `--color` have a say); into a pipe nothing is shortened, unless `COLUMNS` says how wide it may be.

mod command;
mod context;
mod dump;
#[cfg(feature = "export")]
mod export;
mod failure;
mod fields;
mod functions;
mod graph;
mod info;
mod json;
mod matching;
mod options;
mod patterns;
mod resources;
mod routes;
mod usage;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use etched_core::foreign;

use crate::registry::Registry;

pub use command::Command;
pub use context::{Context, Outcome, Verdict};
#[cfg(feature = "export")]
pub use export::{Form, lost_in_schema};
pub use failure::Failure;
pub use options::{Color, Format, Options};
pub use routes::Routes;
pub use usage::{named, refuse};

#[derive(Parser)]
#[command(arg_required_else_help = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Task,
}

/// What a program is told to do.
#[derive(Subcommand)]
#[command(about = None, long_about = None)]
enum Task {
    #[command(flatten)]
    Ask(Command),
    #[cfg(feature = "export")]
    Export(export::Export),
}

const EXIT_CODES: &str = "\
Exit codes: 0 an answer (also an empty list), 1 an unknown name or no such route, 2 wrong usage.";

/// Returns the command line of a program, with the help and the version of that program.
fn command(registry: &Registry, program: &str) -> clap::Command {
    let about = match registry.application().name() {
        None => "Query this application's metadata.".to_owned(),
        Some(name) => format!("Query the metadata of {name}."),
    };
    let command = named(Cli::command(), program).about(foreign::line(&about).into_owned());
    match registry.embedder() {
        Some(embedder) => command.version(foreign::line(embedder.version()).into_owned()),
        None => command,
    }
}

/// Answers the question on this program's command line from a registry.
///
/// The commands are those of `etched` that need no compiler, and with feature `export` that one, which brings the
/// writers of documents along. Help and version are those of the program: its name, the
/// application it describes, the crate that embeds the metadata.
#[must_use]
pub fn run(registry: &Registry) -> ExitCode {
    let command = command(registry, &usage::program());
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let context = Context::new(&cli.options);
    context.end(match cli.command {
        Task::Ask(question) => question.run(registry, &context),
        #[cfg(feature = "export")]
        Task::Export(export) => export.run(registry, &context),
    })
}
