//! The questions a registry answers, as commands.

use clap::Subcommand;

use super::{
    Context, Failure, Outcome, Verdict, dump, fields, functions, graph, info, matching, patterns, resources, routes,
};
use crate::query::{Answer, Question, Request};
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
// What is written above is for programmers; clap would make it the help of the program.
#[command(about = None, long_about = None)]
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
    Functions(functions::Functions),
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
    Depth(graph::Depth),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Impact(graph::Impact),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Why(graph::Why),
    #[expect(missing_docs, reason = "the help of each is that of its arguments")]
    Graph(graph::Graph),
}

impl Command {
    /// Returns the question it asks.
    #[must_use]
    pub fn request(&self) -> Request {
        match self {
            Self::Resources(it) => it.request().into(),
            Self::Resource(it) => it.request().into(),
            Self::Routes(it) => it.request(),
            Self::Match(it) => it.request().into(),
            Self::Fields(it) => it.request().into(),
            Self::Functions(it) => it.request().into(),
            Self::Patterns(it) => it.request().into(),
            Self::Pattern(it) => it.request().into(),
            Self::Deviations(it) => it.request().into(),
            Self::Info(it) => it.request().into(),
            Self::Dump(it) => it.request().into(),
            Self::Deps(it) => it.request().into(),
            Self::Path(it) => it.request().into(),
            Self::Cycles(it) => it.request().into(),
            Self::Depth(it) => it.request().into(),
            Self::Impact(it) => it.request().into(),
            Self::Why(it) => it.request().into(),
            Self::Graph(it) => it.request().into(),
        }
    }

    /// Answers it.
    ///
    /// # Errors
    /// When there is no answer; [`Context::end`] reports it.
    pub fn run(&self, registry: &Registry, context: &Context) -> Outcome {
        if matches!(self, Self::Routes(routes) if routes.conflicts().is_some()) {
            return Err(Failure::new("unsupported", "conflicts between routes need the compiler")
                .advise("`etched --from <schema or image> routes --conflicts` shows them."));
        }
        let full = matches!(self, Self::Resource(resource) if resource.full);
        let answer = self.request().ask(registry)?;
        context.full(full).answer(&answer)?;
        Ok(self.verdict(&answer))
    }

    fn verdict(&self, answer: &Answer<'_>) -> Verdict {
        let bad = match (self, answer) {
            (_, Answer::Match(answer)) => answer.status != 200,
            (Self::Deviations(it), Answer::Deviations(answer)) => it.fails(answer.total_count),
            _ => false,
        };
        if bad { Verdict::Bad } else { Verdict::Good }
    }
}
