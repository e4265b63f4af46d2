//! Users, sign-ins, and who follows whom.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use rusqlite::Transaction;

use crate::failure::Failure;
use crate::gate::{self, Caller};
use crate::model::{Profile, SignIn, SignUp, Token, UserChange};
use crate::store::Store;

/// `POST /api/users`
pub async fn sign_up(
    State(store): State<Store>,
    Json(new): Json<SignUp>,
) -> Result<(StatusCode, Json<Profile>), Failure> {
    let letters = new.username.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if new.username.is_empty() || new.username.len() > 40 || !letters {
        return Err(Failure::Invalid("a username has 1 to 40 of a-z, 0-9 and _"));
    }
    if !new.email.contains('@') {
        return Err(Failure::Invalid("an address has an @"));
    }
    if new.password.len() < 8 {
        return Err(Failure::Invalid("a password has 8 bytes or more"));
    }
    store
        .run(move |db| {
            let hash = Argon2::default().hash_password(new.password.as_bytes());
            let hash = hash.map_err(|error| Failure::Internal(error.to_string()))?.to_string();
            let sql = "insert into user (username, email, password_hash) values (?, ?, ?)";
            db.execute(sql, (&new.username, &new.email, hash))?;
            Ok((StatusCode::CREATED, Json(profile(db, &new.username)?)))
        })
        .await
}

/// `POST /api/sessions`
pub async fn sign_in(
    State(store): State<Store>,
    Json(given): Json<SignIn>,
) -> Result<(StatusCode, Json<Token>), Failure> {
    store
        .run(move |db| {
            let sql = "select id, password_hash from user where username = ?";
            let (user, hash): (i64, String) = db
                .query_row(sql, [&given.username], |row| Ok((row.get(0)?, row.get(1)?)))
                .map_err(|_| Failure::Unauthorized)?;
            let hash = PasswordHash::new(&hash).map_err(|error| Failure::Internal(error.to_string()))?;
            Argon2::default().verify_password(given.password.as_bytes(), &hash).map_err(|_| Failure::Unauthorized)?;
            let mut secret = [0; 32];
            getrandom::fill(&mut secret).map_err(|error| Failure::Internal(error.to_string()))?;
            let token = gate::hex(&secret);
            db.execute("insert into session (token_hash, user_id) values (?, ?)", (gate::digest(&token), user))?;
            Ok((StatusCode::CREATED, Json(Token { token })))
        })
        .await
}

/// `GET /api/users/{username}`
pub async fn show(State(store): State<Store>, Path(name): Path<String>) -> Result<Json<Profile>, Failure> {
    store.run(move |db| profile(db, &name).map(Json)).await
}

/// `PUT` and `PATCH /api/users/{username}`
pub async fn update(
    State(store): State<Store>,
    Path(name): Path<String>,
    Json(change): Json<UserChange>,
) -> Result<Json<Profile>, Failure> {
    if change.bio.as_ref().is_some_and(|bio| bio.chars().count() > 500) {
        return Err(Failure::Invalid("a bio has 500 characters or fewer"));
    }
    store
        .run(move |db| {
            db.execute("update user set bio = ? where username = ?", (change.bio, &name))?;
            profile(db, &name).map(Json)
        })
        .await
}

/// `POST /api/users/{username}/follow`
pub async fn follow(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Result<StatusCode, Failure> {
    store
        .run(move |db| {
            let followed = id(db, &name)?;
            db.execute("insert or ignore into follow values (?, ?)", (caller.user()?, followed))?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// `DELETE /api/users/{username}/follow`
pub async fn unfollow(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Result<StatusCode, Failure> {
    store
        .run(move |db| {
            let followed = id(db, &name)?;
            db.execute("delete from follow where follower_id = ? and followed_id = ?", (caller.user()?, followed))?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

fn id(db: &Transaction<'_>, name: &str) -> Result<i64, Failure> {
    Ok(db.query_row("select id from user where username = ?", [name], |row| row.get(0))?)
}

fn profile(db: &Transaction<'_>, name: &str) -> Result<Profile, Failure> {
    let row = |row: &rusqlite::Row<'_>| Ok(Profile { username: row.get(0)?, bio: row.get(1)? });
    Ok(db.query_row("select username, bio from user where username = ?", [name], row)?)
}
