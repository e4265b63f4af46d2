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

use clap::{CommandFactory, FromArgMatches, Parser};

use crate::registry::Registry;

pub use command::Command;
pub use context::{Context, Outcome, Verdict};
pub use failure::Failure;
pub use options::{Color, Format, Options};
pub use routes::Routes;
pub use usage::{named, refuse};

#[derive(Parser)]
#[command(version, about = "Query this application's metadata.", arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// Answers the question on this program's command line from a registry.
///
/// The commands are those of `etched` that need no compiler: `etched help` describes them.
#[must_use]
pub fn run(registry: &Registry) -> ExitCode {
    let program = usage::program();
    let about = match registry.application().name() {
        None => "Query this application's metadata.".to_owned(),
        Some(name) => format!("Query the metadata of {name}."),
    };
    let command = named(Cli::command().about(etched_core::foreign::line(&about).into_owned()), &program);
    let cli = match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let context = Context::new(&cli.options);
    context.end(cli.command.run(registry, &context))
}
