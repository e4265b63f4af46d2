//! Who may do what: each request is matched against the registry, whose routes say which middleware runs on them.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use etched::RouteMatch;

use crate::REGISTRY;

/// What the bearer of a token may do; each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// `auth`
    Member,
    /// `auth(moderator)`
    Moderator,
    /// The description of the service.
    Operator,
}

/// Who sends a request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Name under which they write.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// The tokens that are good.
#[derive(Debug, Default)]
pub struct Tokens(Vec<(String, Caller)>);

impl Tokens {
    /// Adds a token.
    pub fn add(&mut self, token: impl Into<String>, name: impl Into<String>, role: Role) {
        self.0.push((token.into(), Caller { name: name.into(), role }));
    }

    fn caller(&self, headers: &HeaderMap) -> Option<&Caller> {
        let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let token = value.strip_prefix("Bearer ")?;
        self.0.iter().find(|(known, _)| same(known.as_bytes(), token.as_bytes())).map(|(_, caller)| caller)
    }
}

/// Compares all of both, so that the time it takes does not tell how much of a guess was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// Returns the role that a route's middleware asks for.
///
/// A middleware this service does not know is refused to everybody: what the schema asks for and nobody enforces must
/// not be left open.
fn required(middleware: &str) -> Result<Role, StatusCode> {
    match middleware {
        "auth" => Ok(Role::Member),
        "auth(moderator)" => Ok(Role::Moderator),
        _ => Err(StatusCode::NOT_IMPLEMENTED),
    }
}

/// Lets a request through if its route's middleware does.
pub async fn authorise(State(tokens): State<Arc<Tokens>>, mut request: Request, next: Next) -> Response {
    let route = match REGISTRY.match_route(request.method().as_str(), request.uri().path()) {
        RouteMatch::Found(route, _) => route,
        RouteMatch::MethodNotAllowed(allowed) => {
            let methods = allowed.iter().collect::<Vec<_>>().join(", ");
            let value = HeaderValue::from_str(&methods).unwrap_or(HeaderValue::from_static(""));
            return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, value)]).into_response();
        }
        RouteMatch::NotFound => return StatusCode::NOT_FOUND.into_response(),
    };
    let caller = tokens.caller(request.headers()).cloned();
    for middleware in route.middleware().iter() {
        match (required(middleware), &caller) {
            (Err(status), _) => return status.into_response(),
            (Ok(_), None) => return unauthorised(),
            (Ok(role), Some(caller)) if caller.role < role => return StatusCode::FORBIDDEN.into_response(),
            _ => {}
        }
    }
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }
    next.run(request).await
}

/// Lets operators through.
pub async fn operators_only(State(tokens): State<Arc<Tokens>>, request: Request, next: Next) -> Response {
    match tokens.caller(request.headers()) {
        Some(caller) if caller.role == Role::Operator => next.run(request).await,
        Some(_) => StatusCode::FORBIDDEN.into_response(),
        None => unauthorised(),
    }
}

fn unauthorised() -> Response {
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response()
}
