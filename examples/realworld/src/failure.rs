//! What a request can fail with.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rusqlite::ErrorCode;
use serde::Serialize;

/// Why a request was not answered as it asked.
#[derive(Debug)]
pub enum Failure {
    /// Nobody is signed in, or the name, password or token is wrong.
    Unauthorized,
    /// It is another's.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// It is there already.
    Conflict,
    /// A member is not as the schema says.
    Invalid(&'static str),
    /// The database or the machine failed; the cause is for the log, not for the caller.
    Internal(String),
}

#[derive(Serialize)]
struct Body {
    error: &'static str,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::Unauthorized => {
                let head = [(header::WWW_AUTHENTICATE, "Bearer")];
                return (StatusCode::UNAUTHORIZED, head, Json(Body { error: "sign in" })).into_response();
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, "it is another's"),
            Self::NotFound => (StatusCode::NOT_FOUND, "there is no such thing"),
            Self::Conflict => (StatusCode::CONFLICT, "there is one already"),
            Self::Invalid(what) => (StatusCode::UNPROCESSABLE_ENTITY, what),
            Self::Internal(cause) => {
                eprintln!("press: {cause}");
                (StatusCode::INTERNAL_SERVER_ERROR, "it failed on our side")
            }
        };
        (status, Json(Body { error })).into_response()
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
            rusqlite::Error::SqliteFailure(failure, _) if failure.code == ErrorCode::ConstraintViolation => {
                Self::Conflict
            }
            error => Self::Internal(error.to_string()),
        }
    }
}
