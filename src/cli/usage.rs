//! Help and wrong usage, as clap finds them.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use etched_core::foreign;

use super::Failure;

/// Returns the name this program was started by.
pub(super) fn program() -> String {
    let name = std::env::args_os().next();
    let stem = name.as_deref().map(Path::new).and_then(Path::file_stem);
    stem.map_or_else(|| "program".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Returns a command line under another name, its examples included; what takes `etched` itself is left out of its help.
#[must_use]
pub fn named(command: clap::Command, program: &str) -> clap::Command {
    let command = command.name(program.to_owned()).bin_name(program.to_owned());
    let command = with_examples(command, program);
    command.mut_subcommands(|sub| {
        let sub = with_examples(sub, program);
        // Conflicts take the compiler.
        if sub.get_arguments().any(|it| it.get_id() == "conflicts") {
            sub.mut_arg("conflicts", |it| it.hide(true))
        } else {
            sub
        }
    })
}

/// Writes the examples with the program's name, those that a source can be named for left out.
fn with_examples(command: clap::Command, program: &str) -> clap::Command {
    let Some(text) = command.get_after_help().map(ToString::to_string) else { return command };
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("etched --from"));
    let lines: Vec<String> = lines
        .map(|line| match line.trim_start().strip_prefix("etched ") {
            Some(rest) => format!("{}{program} {rest}", &line[..line.len() - line.trim_start().len()]),
            None => line.to_owned(),
        })
        .collect();
    command.after_help(lines.join("\n"))
}

/// Reports what clap did not understand, or shows the help that was asked for, and returns the exit code.
///
/// With `--format json` among the arguments the report is the JSON object every failure is.
#[must_use]
pub fn refuse(error: &clap::Error) -> ExitCode {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if asked || !wants_json() {
        let text = error.render().to_string();
        // clap repeats arguments as they were given, and a script may pass on what others wrote.
        let safe = foreign::lines(&text);
        // A closed pipe is not worth a word.
        let _ = if safe == text { error.print() } else { std::io::stderr().write_all(safe.as_bytes()) };
        return ExitCode::from(if asked { 0 } else { 2 });
    }
    let suggestions = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .filter_map(|kind| error.get(kind))
        .flat_map(|value| match value {
            ContextValue::String(text) => vec![text.clone()],
            ContextValue::Strings(texts) => texts.clone(),
            _ => Vec::new(),
        })
        .collect();
    let text = error.render().to_string();
    let first: Vec<&str> = text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let message = first.join(" ");
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    let failure = Failure::new("usage", message).suggest(suggestions);
    let _ = std::io::stderr().write_all((failure.to_json() + "\n").as_bytes());
    ExitCode::from(2)
}

fn wants_json() -> bool {
    let args: Vec<_> = std::env::args_os().collect();
    args.iter().any(|arg| arg == "--format=json" || arg == "--message-format=json")
        || args.windows(2).any(|two| (two[0] == "--format" || two[0] == "--message-format") && two[1] == "json")
}
