//! `completions`.

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;
use etched::cli::{Context, Outcome};
use etched::query::{Question, functions};
use etched::{Category, Pattern, Registry, Resource, Route};

use crate::source::{self, Subject};

/// Write completions for a shell
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  etched completions bash > ~/.local/share/bash-completion/completions/etched
  etched completions zsh > ~/.zfunc/_etched
  etched completions fish > ~/.config/fish/completions/etched.fish
  etched --from schema completions fish > ~/.config/fish/completions/etched.fish

With --from they know the names that application has now: resources, middleware, operations, types, functions,
patterns, kinds. bash and zsh complete all of them, fish the values of options. Names with blanks or characters that
are special in a shell are left out.")]
pub(crate) struct Completions {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, mut command: clap::Command, from: Option<&Subject>, context: &Context) -> Outcome {
        if let Some(from) = from {
            let registry = source::registry(from, context)?;
            for (arguments, names) in ARGUMENTS {
                let names = known(names(&registry));
                if !names.is_empty() {
                    command = arguments.iter().fold(command, |command, at| with_names(command, *at, &names));
                }
            }
        }
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "etched", &mut script);
        context.write(&script)
    }
}

/// A command and an argument of it.
type Argument = (&'static str, &'static str);

/// What finds names in a registry, unsorted and some of them twice.
type Names = fn(&Registry) -> Vec<&str>;

/// What arguments are names of.
const ARGUMENTS: &[(&[Argument], Names)] = &[
    (
        &[
            ("resources", "glob"),
            ("resource", "name"),
            ("routes", "resource"),
            ("fields", "resource"),
            ("deviations", "resource"),
        ],
        |registry| registry.resources().into_iter().map(Resource::name).collect(),
    ),
    (&[("deps", "name"), ("path", "start"), ("path", "end"), ("depth", "name"), ("graph", "name")], |registry| {
        registry.resources().into_iter().map(Resource::name).collect()
    }),
    (&[("impact", "name")], |registry| {
        registry.resources().into_iter().map(Resource::name).chain(registry.middleware().iter()).collect()
    }),
    (&[("resources", "middleware"), ("routes", "middleware")], |registry| registry.middleware().iter().collect()),
    (&[("resources", "operation"), ("routes", "operation")], |registry| {
        registry.routes().into_iter().map(Route::operation).collect()
    }),
    (&[("resources", "method"), ("routes", "method"), ("match", "method"), ("why", "method")], |registry| {
        registry.routes().into_iter().map(Route::method).collect()
    }),
    (&[("fields", "ty")], |registry| registry.field_types().iter().collect()),
    (&[("functions", "namespace")], |registry| {
        let called = functions::Request::default().ask(registry).map_or_else(|_| Vec::new(), |answer| answer.functions);
        let names = called.into_iter().map(|function| function.name);
        names.flat_map(|name| [Some(name), name.rsplit_once('.').map(|(namespace, _)| namespace)]).flatten().collect()
    }),
    (&[("patterns", "category")], |registry| {
        registry.patterns().categories().into_iter().map(Category::name).collect()
    }),
    (&[("pattern", "id"), ("deviations", "pattern")], |registry| {
        registry.patterns().all().into_iter().map(Pattern::id).collect()
    }),
    (&[("deps", "kind"), ("depth", "kind"), ("graph", "kind")], |registry| registry.graph().edge_kinds().collect()),
];

/// Returns names once each, those that a shell takes for themselves: scripts do not quote them.
fn known(mut names: Vec<&str>) -> Vec<String> {
    let plain = |c: char| c.is_alphanumeric() || "_-.+/".contains(c);
    names.retain(|name| !name.is_empty() && !name.starts_with('-') && name.chars().all(plain));
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(str::to_owned).collect()
}

/// Tells what the values of an argument are; the command is not parsed with after that.
fn with_names(command: clap::Command, (name, argument): Argument, names: &[String]) -> clap::Command {
    command.mut_subcommand(name, |command| {
        command.mut_arg(argument, |argument| argument.value_parser(PossibleValuesParser::new(names)))
    })
}
