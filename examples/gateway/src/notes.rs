//! What the routes do, over a store in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use etched::Route;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use tower_service::Service;

use crate::gate::{Matched, answer};

/// Bytes that a note may have in UTF-8: four for each of its characters.
const MOST: usize = 40_000;

#[derive(Clone, Debug, Default)]
struct Note {
    text: String,
    archived: bool,
}

/// The notes.
#[derive(Clone, Debug, Default)]
pub struct Notes(Arc<Mutex<BTreeMap<String, Note>>>);

/// What a route does with the notes, a request and its body.
type Handler = fn(&Notes, &Matched, String) -> (StatusCode, String);

impl Notes {
    /// Returns whether there is a handler of the name the registry has for a route.
    #[must_use]
    pub fn serves(route: Route<'_>) -> bool {
        handler(route).is_some()
    }

    fn notes(&self) -> MutexGuard<'_, BTreeMap<String, Note>> {
        // Each handler changes the map in one step, so that a panic leaves nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn list(&self, _: &Matched, _: String) -> (StatusCode, String) {
        let notes = self.notes();
        let names = notes.iter().filter(|(_, note)| !note.archived).map(|(name, _)| format!("{name}\n"));
        (StatusCode::OK, names.collect())
    }

    fn show(&self, matched: &Matched, _: String) -> (StatusCode, String) {
        match self.notes().get(matched.param("id")) {
            Some(note) => (StatusCode::OK, note.text.clone()),
            None => (StatusCode::NOT_FOUND, String::new()),
        }
    }

    fn update(&self, matched: &Matched, text: String) -> (StatusCode, String) {
        self.notes().entry(matched.param("id").to_owned()).or_default().text = text;
        (StatusCode::NO_CONTENT, String::new())
    }

    fn delete(&self, matched: &Matched, _: String) -> (StatusCode, String) {
        let gone = self.notes().remove(matched.param("id")).is_some();
        (if gone { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }, String::new())
    }

    fn archive(&self, matched: &Matched, _: String) -> (StatusCode, String) {
        match self.notes().get_mut(matched.param("id")) {
            Some(note) => {
                note.archived = true;
                (StatusCode::NO_CONTENT, String::new())
            }
            None => (StatusCode::NOT_FOUND, String::new()),
        }
    }

    fn lines(&self, matched: &Matched, _: String) -> (StatusCode, String) {
        let mut range = matched.param("range").splitn(2, '/').map(str::parse::<usize>);
        let (Some(Ok(first @ 1..)), last) = (range.next(), range.next().transpose()) else {
            return (StatusCode::NOT_FOUND, String::new());
        };
        let (Ok(last), Some(note)) = (last, self.notes().get(matched.param("id")).cloned()) else {
            return (StatusCode::NOT_FOUND, String::new());
        };
        let count = last.unwrap_or(first).saturating_sub(first).saturating_add(1);
        (StatusCode::OK, note.text.lines().skip(first - 1).take(count).map(|line| format!("{line}\n")).collect())
    }
}

fn handler(route: Route<'_>) -> Option<Handler> {
    Some(match route.handler() {
        "Note.list" => Notes::list,
        "Note.show" => Notes::show,
        "Note.update" => Notes::update,
        "Note.delete" => Notes::delete,
        "Note.archive" => Notes::archive,
        "Note.lines" => Notes::lines,
        _ => return None,
    })
}

impl Service<Request<Incoming>> for Notes {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Incoming>) -> Self::Future {
        let notes = self.clone();
        Box::pin(async move {
            let matched = request.extensions_mut().remove::<Matched>();
            let Some((handler, matched)) = matched.and_then(|matched| Some((handler(matched.route)?, matched))) else {
                return Ok(answer(StatusCode::NOT_IMPLEMENTED, ""));
            };
            let Ok(body) = Limited::new(request.into_body(), MOST).collect().await else {
                return Ok(answer(StatusCode::PAYLOAD_TOO_LARGE, ""));
            };
            let Ok(text) = String::from_utf8(body.to_bytes().into()) else {
                return Ok(answer(StatusCode::BAD_REQUEST, "the body is not UTF-8\n"));
            };
            let (status, text) = handler(&notes, &matched, text);
            Ok(answer(status, text))
        })
    }
}
