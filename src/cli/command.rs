//! The questions a registry answers, as commands.

use clap::Subcommand;

use super::{Context, Outcome, dump, fields, graph, info, matching, patterns, resources, routes};
use crate::registry::Registry;

/// A question to a registry.
///
/// ```
/// use clap::{Parser, Subcommand};
/// use etched::cli::{Context, Options};
///
/// #[derive(Parser)]
/// struct Cli {
///     #[command(flatten)]
///     options: Options,
///     #[command(subcommand)]
///     command: Command,
/// }
///
/// #[derive(Subcommand)]
/// enum Command {
///     /// Serve requests
///     Serve,
///     #[command(flatten)]
///     Ask(etched::cli::Command),
/// }
///
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let cli = Cli::try_parse_from(["shop", "resource", "Order", "--color", "never"]).unwrap();
/// let context = Context::new(&cli.options);
/// match cli.command {
///     Command::Serve => unreachable!(),
///     Command::Ask(question) => assert!(question.run(&registry, &context).is_ok()),
/// }
/// # }
/// ```
#[derive(Clone, Debug, Subcommand)]
#[non_exhaustive]
pub enum Command {
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Resources(resources::Resources),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Resource(resources::Resource),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Routes(routes::Routes),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Match(matching::Match),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Fields(fields::Fields),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Patterns(patterns::Patterns),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Pattern(patterns::Pattern),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Deviations(patterns::Deviations),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Info(info::Info),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Dump(dump::Dump),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Deps(graph::Deps),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Path(graph::Path),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Cycles(graph::Cycles),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Impact(graph::Impact),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Why(graph::Why),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Graph(graph::Graph),
}

impl Command {
    /// Answers it.
    ///
    /// # Errors
    /// When there is no answer; [`Context::end`] reports it.
    pub fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        match self {
            Self::Resources(it) => it.run(registry, context),
            Self::Resource(it) => it.run(registry, context),
            Self::Routes(it) => it.run(registry, context),
            Self::Match(it) => it.run(registry, context),
            Self::Fields(it) => it.run(registry, context),
            Self::Patterns(it) => it.run(registry, context),
            Self::Pattern(it) => it.run(registry, context),
            Self::Deviations(it) => it.run(registry, context),
            Self::Info(it) => it.run(registry, context),
            Self::Dump(it) => it.run(registry, context),
            Self::Deps(it) => it.run(registry, context),
            Self::Path(it) => it.run(registry, context),
            Self::Cycles(it) => it.run(registry, context),
            Self::Impact(it) => it.run(registry, context),
            Self::Why(it) => it.run(registry, context),
            Self::Graph(it) => it.run(registry, context),
        }
    }
}
