//! The gate: finds the route of a request and does what its middleware asks for.

use std::future::{Future, ready};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use etched::query::{Question, matching};
use etched::{Registry, Route, RouteMatch};
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::Full;
use percent_encoding::percent_decode_str;
use tower_layer::Layer;
use tower_service::Service;

use crate::rules::{Caller, Rule, Tokens, Windows};

/// An answer.
type Answer = Response<Full<Bytes>>;

/// The other end of the connection, which whoever accepts it puts into the extensions of each request.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// What the gate found out about a request, for the service behind it.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The route that answers.
    pub route: Route<'static>,
    /// Names and decoded values of the parameters, in the order of the path.
    pub params: Vec<(&'static str, String)>,
    /// Who asks, if they said so and it is true.
    pub caller: Option<Caller>,
}

impl Matched {
    /// Returns a parameter by name; empty if the route has none of that name.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

/// A layer that lets requests in as the registry says.
#[derive(Clone, Debug)]
pub struct Gate {
    registry: &'static Registry,
    tokens: Arc<Tokens>,
    windows: Arc<Windows>,
}

impl Gate {
    /// Makes a gate.
    #[must_use]
    pub fn new(registry: &'static Registry, tokens: Tokens) -> Self {
        Self { registry, tokens: Arc::new(tokens), windows: Arc::default() }
    }

    /// Finds the route of a request and asks its middleware, in the order they run.
    fn admit<B>(&self, request: &Request<B>) -> Result<Matched, Refusal> {
        let (method, path) = (request.method().as_str(), request.uri().path());
        if !sound(path) {
            return Err(Refusal::Path);
        }
        let (route, params) = match self.registry.match_route(method, path) {
            RouteMatch::Found(route, params) => (route, params),
            RouteMatch::MethodNotAllowed(allowed) => return Err(Refusal::Method(allowed.to_string())),
            RouteMatch::NotFound => {
                let near = matching::Request::new(method, path).ask(self.registry);
                return Err(Refusal::Unknown(near.map(|answer| answer.nearest).unwrap_or_default()));
            }
        };
        let caller = bearer(request.headers()).and_then(|token| self.tokens.caller(token));
        for middleware in route.middleware().iter() {
            // What the schema asks for and nobody enforces must not be left open.
            match Rule::read(middleware).ok_or(Refusal::Unenforced)? {
                Rule::Auth => caller.map(drop).ok_or(Refusal::Anonymous)?,
                Rule::Role(role) => {
                    let caller = caller.ok_or(Refusal::Anonymous)?;
                    caller.roles.iter().find(|known| *known == role).map(drop).ok_or(Refusal::Role)?;
                }
                Rule::Rate(most, length) => {
                    let asked = (who(caller, request), route.index(), middleware);
                    self.windows.count(asked, most, length).map_err(Refusal::Rate)?;
                }
            }
        }
        let params = params.iter().map(|(name, param)| Some((name, param.decoded().ok()?.into_owned())));
        let params = params.collect::<Option<_>>().ok_or(Refusal::Path)?;
        Ok(Matched { route, params, caller: caller.cloned() })
    }
}

/// Why a request is not let in.
enum Refusal {
    /// The path is none.
    Path,
    /// No route; similar ones.
    Unknown(Vec<String>),
    /// The methods the path answers.
    Method(String),
    /// A middleware that this service does not know.
    Unenforced,
    /// Nobody we know.
    Anonymous,
    /// Somebody who may not.
    Role,
    /// How long to wait.
    Rate(Duration),
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Path => answer(StatusCode::BAD_REQUEST, "the path is not one\n"),
            Refusal::Unknown(near) => {
                let lines = near.iter().map(|route| format!("similar: {route}\n"));
                answer(StatusCode::NOT_FOUND, lines.collect::<String>())
            }
            Refusal::Method(allowed) => with(answer(StatusCode::METHOD_NOT_ALLOWED, ""), ALLOW, &allowed),
            Refusal::Unenforced => answer(StatusCode::NOT_IMPLEMENTED, ""),
            Refusal::Anonymous => with(answer(StatusCode::UNAUTHORIZED, ""), WWW_AUTHENTICATE, "Bearer"),
            Refusal::Role => answer(StatusCode::FORBIDDEN, ""),
            Refusal::Rate(wait) => {
                let seconds = wait.as_secs() + 1;
                with(answer(StatusCode::TOO_MANY_REQUESTS, ""), RETRY_AFTER, &seconds.to_string())
            }
        }
    }
}

/// Returns under which name requests are counted.
fn who<B>(caller: Option<&Caller>, request: &Request<B>) -> String {
    match (caller, request.extensions().get::<Peer>()) {
        (Some(caller), _) => format!("caller {}", caller.name),
        (None, Some(Peer(address))) => format!("peer {address}"),
        // They share one count rather than have none.
        (None, None) => String::new(),
    }
}

/// Returns whether a path is one that the service behind the gate may see.
///
/// The registry takes a path as it is sent: a `%` that begins no escape stands for itself, `..` is a segment like
/// others. A service that opens files by what a catch-all matched would follow `..` anywhere, so it is refused here,
/// also as `%2e%2e` and behind `%2f`; so are escapes that are none, bytes that are no text, and control characters.
fn sound(path: &str) -> bool {
    let whole = |escape: &str| escape.len() >= 2 && escape.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    path.split('%').skip(1).all(whole)
        && percent_decode_str(path).decode_utf8().is_ok_and(|decoded| {
            !decoded.contains(char::is_control) && decoded.split('/').all(|segment| segment != "." && segment != "..")
        })
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Makes an answer of plain text.
pub(crate) fn answer(status: StatusCode, text: impl Into<String>) -> Answer {
    let text = text.into();
    let written = !text.is_empty();
    let mut answer = Response::new(Full::from(text));
    *answer.status_mut() = status;
    if written { with(answer, CONTENT_TYPE, "text/plain; charset=utf-8") } else { answer }
}

fn with(mut answer: Answer, name: http::HeaderName, value: &str) -> Answer {
    // None of ours can fail: methods, numbers and words are all visible ASCII.
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
    answer
}

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated { gate: self.clone(), inner }
    }
}

/// A service behind the gate.
#[derive(Clone, Debug)]
pub struct Gated<S> {
    gate: Gate,
    inner: S,
}

impl<S, B> Service<Request<B>> for Gated<S>
where
    S: Service<Request<B>, Response = Answer>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Answer;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Answer, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        match self.gate.admit(&request) {
            Ok(matched) => {
                request.extensions_mut().insert(matched);
                Box::pin(self.inner.call(request))
            }
            Err(refusal) => Box::pin(ready(Ok(refusal.into()))),
        }
    }
}
