//! The etched command line.
#![forbid(unsafe_code)]

mod command;
mod count;
mod source;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use etched::cli::{Context, Options, Outcome, refuse};
use source::{Refused, Subject};

/// Query an application's metadata: resources, routes, patterns, and what depends on what.
#[derive(Parser)]
#[command(name = "etched", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    /// Where the metadata comes from: a schema directory or .cdt file, an image, a metadata document (JSON,
    /// MessagePack), an OpenAPI document (JSON, YAML), or `-` for standard input; its content tells which. Without it,
    /// what [package.metadata.etched] of the nearest Cargo.toml names, or `schema` beside it, or the embedded demo
    #[arg(long, global = true, value_name = "PATH", help_heading = "Global options")]
    from: Option<PathBuf>,
    /// Ask the embedded demo
    #[arg(long, global = true, conflicts_with = "from", help_heading = "Global options")]
    demo: bool,
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  etched resources                        what there is in the package you are in
  etched --demo resources                 what there is in the embedded demo
  etched resource Order                   all about one resource
  etched --from schema routes             the routes of your own schema
  etched --from openapi.yaml fields --type string

Exit codes: 0 an answer (also an empty list), 1 an unknown name, no such route, or refused input, 2 wrong usage.";

#[derive(Subcommand)]
enum Command {
    #[command(flatten)]
    Ask(etched::cli::Command),
    Check(command::check::Check),
    Compile(command::compile::Compile),
    Explain(command::explain::Explain),
    Export(command::export::Export),
    Fmt(command::fmt::Fmt),
    Init(command::init::Init),
    Completions(command::completions::Completions),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let context = Context::new(&cli.options);
    context.end(run(cli, &context))
}

fn run(cli: Cli, context: &Context) -> Outcome {
    let Cli { from: named, demo, command, .. } = cli;
    let given = || named.clone().map(Subject::Named).or(demo.then_some(Subject::Demo { asked: true }));
    // Only who asks about an application looks for one: a manifest that is wrong is in nobody else's way.
    let find = || match given() {
        Some(given) => Ok(given),
        None => Subject::find().map_err(|wrong| Refused::manifest(*wrong).into_failure(context)),
    };
    match &command {
        Command::Ask(etched::cli::Command::Routes(routes)) if routes.conflicts().is_some() => {
            command::conflicts::run(&find()?, routes.conflicts().unwrap_or_default(), context)
        }
        Command::Ask(question) => question.run(&source::registry(&find()?, context)?, context),
        Command::Check(check) => check.run(&find()?, context),
        Command::Compile(compile) => compile.run(&find()?, context),
        Command::Explain(explain) => explain.run(context),
        Command::Export(export) => export.run(&find()?, context),
        Command::Fmt(fmt) => fmt.run(find, context),
        Command::Init(init) => init.run(context),
        Command::Completions(completions) => completions.run(Cli::command(), given().as_ref(), context),
    }
}
