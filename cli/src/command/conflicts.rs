//! `routes --conflicts`.

use etched::cli::{Context, Outcome};
use etched::query::{FORMAT, Page};
use etched::render;
use etched_compiler::model::Route;
use etched_compiler::routes::conflicts;
use serde::Serialize;

use crate::count::count;
use crate::source::{self, Subject};

/// Routes that never answer some request, because another does.
#[derive(Serialize)]
struct Answer {
    format: u32,
    total_count: usize,
    conflicts: Vec<Record>,
}

#[derive(Serialize)]
struct Record {
    /// A path that both match.
    path: String,
    /// The route that answers it.
    first: Party,
    /// The route that does not.
    second: Party,
}

#[derive(Serialize)]
struct Party {
    method: String,
    path: String,
    handler: String,
    file_path: String,
    line_number: u32,
}

impl From<&Route> for Party {
    fn from(route: &Route) -> Self {
        Self {
            method: route.method.to_string(),
            path: route.path.to_string(),
            handler: route.handler.to_string(),
            file_path: route.file_path.to_string(),
            line_number: route.line,
        }
    }
}

/// Lists the conflicts between routes; a schema has none, since there they are errors.
pub(crate) fn run(from: &Subject, page: Page, context: &Context) -> Outcome {
    let (model, _) = source::load(from, context)?.into_model();
    let (total_count, found) = page.of(conflicts(&model).into_iter());
    let route = |at: u32| Party::from(&model.routes[at as usize]);
    let conflicts = found.into_iter().map(|conflict| Record {
        path: conflict.path,
        first: route(conflict.first),
        second: route(conflict.second),
    });
    context.answer(&Answer { format: FORMAT, total_count, conflicts: conflicts.collect() })
}

impl render::Render for Answer {
    fn render(&self, page: &mut render::Page) {
        page.text(&count(self.total_count, "conflict"));
        for record in &self.conflicts {
            let line = |start: &str, party: &Party| {
                let mut line = format!("{start}{} {}", party.method, party.path);
                let place = source::place(&party.file_path, Some(party.line_number).filter(|line| *line > 0));
                for (between, text) in [(" -> ", &party.handler), ("  ", &place)] {
                    if !text.is_empty() {
                        line += between;
                        line += text;
                    }
                }
                line
            };
            let (first, second) = (&record.first, &record.second);
            page.text("");
            page.text(&line("", second));
            page.text(&line("  is shadowed by ", first));
            page.text(&format!("  for example {} {}", second.method, record.path));
        }
    }
}
