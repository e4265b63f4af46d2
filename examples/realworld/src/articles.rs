//! Articles, their comments and tags, and who likes them.

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use rusqlite::{Row, ToSql, Transaction};

use crate::failure::Failure;
use crate::gate::Caller;
use crate::model::{Article, ArticleChange, Comment, NewArticle, NewComment};
use crate::store::Store;

/// `GET /api/articles`
pub async fn list(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Vec<Article>>, Failure> {
    store.run(move |db| articles(db, caller, "true", &[]).map(Json)).await
}

/// `GET /api/feed`
pub async fn feed(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Vec<Article>>, Failure> {
    let condition = "author_id in (select followed_id from follow where follower_id = ?)";
    store.run(move |db| articles(db, caller, condition, &[&caller.user()?]).map(Json)).await
}

/// `GET /api/articles/{slug}`
pub async fn show(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
) -> Result<Json<Article>, Failure> {
    store.run(move |db| article(db, caller, &slug).map(Json)).await
}

/// `POST /api/articles`
pub async fn create(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Json(new): Json<NewArticle>,
) -> Result<(StatusCode, Json<Article>), Failure> {
    if !(3..=120).contains(&new.title.chars().count()) {
        return Err(Failure::Invalid("a title has 3 to 120 characters"));
    }
    checked(&new.body, 20_000)?;
    if new.tags.iter().any(|tag| tag.is_empty() || tag.chars().count() > 40) {
        return Err(Failure::Invalid("a tag has 1 to 40 characters"));
    }
    let slug = slug(&new.title);
    if slug.is_empty() {
        return Err(Failure::Invalid("a title has a letter or a digit"));
    }
    store
        .run(move |db| {
            let sql = "insert into article (slug, title, body, author_id) values (?, ?, ?, ?)";
            db.execute(sql, (&slug, &new.title, &new.body, caller.user()?))?;
            let article_id = db.last_insert_rowid();
            for tag in &new.tags {
                db.execute("insert or ignore into tag (name) values (?)", [tag])?;
                let sql = "insert or ignore into article_tag select ?, id from tag where name = ?";
                db.execute(sql, (article_id, tag))?;
            }
            Ok((StatusCode::CREATED, Json(article(db, caller, &slug)?)))
        })
        .await
}

/// `PUT` and `PATCH /api/articles/{slug}`
pub async fn update(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
    Json(change): Json<ArticleChange>,
) -> Result<Json<Article>, Failure> {
    checked(&change.body, 20_000)?;
    store
        .run(move |db| {
            db.execute("update article set body = ? where slug = ?", (&change.body, &slug))?;
            article(db, caller, &slug).map(Json)
        })
        .await
}

/// `DELETE /api/articles/{slug}`
pub async fn delete(State(store): State<Store>, Path(slug): Path<String>) -> Result<StatusCode, Failure> {
    store
        .run(move |db| {
            db.execute("delete from article where slug = ?", [&slug])?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// `POST /api/articles/{slug}/favorite`
pub async fn favor(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
) -> Result<Json<Article>, Failure> {
    store
        .run(move |db| {
            db.execute("insert or ignore into favorite values (?, ?)", (caller.user()?, id(db, &slug)?))?;
            article(db, caller, &slug).map(Json)
        })
        .await
}

/// `DELETE /api/articles/{slug}/favorite`
pub async fn disfavor(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
) -> Result<Json<Article>, Failure> {
    store
        .run(move |db| {
            let sql = "delete from favorite where user_id = ? and article_id = ?";
            db.execute(sql, (caller.user()?, id(db, &slug)?))?;
            article(db, caller, &slug).map(Json)
        })
        .await
}

/// `GET /api/articles/{article_slug}/comments`
pub async fn comments(State(store): State<Store>, Path(slug): Path<String>) -> Result<Json<Vec<Comment>>, Failure> {
    store
        .run(move |db| {
            let sql = "select comment.id, body, username from comment join user on user.id = author_id
                       where article_id = ? order by comment.id";
            let mut statement = db.prepare(sql)?;
            let rows = statement.query_map([id(db, &slug)?], said)?;
            Ok(Json(rows.collect::<Result<_, _>>()?))
        })
        .await
}

/// `POST /api/articles/{article_slug}/comments`
pub async fn comment(
    State(store): State<Store>,
    Extension(caller): Extension<Caller>,
    Path(slug): Path<String>,
    Json(new): Json<NewComment>,
) -> Result<(StatusCode, Json<Comment>), Failure> {
    checked(&new.body, 2_000)?;
    store
        .run(move |db| {
            let sql = "insert into comment (article_id, author_id, body) values (?, ?, ?)";
            db.execute(sql, (id(db, &slug)?, caller.user()?, &new.body))?;
            let sql = "select comment.id, body, username from comment join user on user.id = author_id
                       where comment.id = ?";
            Ok((StatusCode::CREATED, Json(db.query_row(sql, [db.last_insert_rowid()], said)?)))
        })
        .await
}

/// `DELETE /api/articles/{article_slug}/comments/{id}`
pub async fn delete_comment(
    State(store): State<Store>,
    Path((_, comment)): Path<(String, i64)>,
) -> Result<StatusCode, Failure> {
    store
        .run(move |db| {
            db.execute("delete from comment where id = ?", [comment])?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// `GET /api/tags`
pub async fn tags(State(store): State<Store>) -> Result<Json<Vec<String>>, Failure> {
    store.run(move |db| names(db, "select name from tag order by name", &[]).map(Json)).await
}

/// Writes a title the way paths have it: letters and digits, joined by `-`.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

fn checked(body: &str, most: usize) -> Result<(), Failure> {
    if body.is_empty() {
        return Err(Failure::Invalid("a body has a character or more"));
    }
    if body.chars().count() > most { Err(Failure::Invalid("the body is too long")) } else { Ok(()) }
}

fn id(db: &Transaction<'_>, slug: &str) -> Result<i64, Failure> {
    Ok(db.query_row("select id from article where slug = ?", [slug], |row| row.get(0))?)
}

fn said(row: &Row<'_>) -> rusqlite::Result<Comment> {
    Ok(Comment { id: row.get(0)?, body: row.get(1)?, author: row.get(2)? })
}

fn names(db: &Transaction<'_>, sql: &str, parameters: &[&dyn ToSql]) -> Result<Vec<String>, Failure> {
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map(parameters, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn article(db: &Transaction<'_>, caller: Caller, slug: &str) -> Result<Article, Failure> {
    articles(db, caller, "slug = ?", &[&slug])?.pop().ok_or(Failure::NotFound)
}

/// Returns the articles for which a condition of ours holds, newest first, as the caller sees them.
fn articles(
    db: &Transaction<'_>,
    caller: Caller,
    condition: &str,
    parameters: &[&dyn ToSql],
) -> Result<Vec<Article>, Failure> {
    let sql = format!(
        "select article.id, slug, title, body, username,
                (select count(*) from favorite where article_id = article.id)
         from article join user on user.id = author_id where {condition} order by created_at desc, article.id desc"
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map(parameters, |row| {
        let article = Article {
            slug: row.get(1)?,
            title: row.get(2)?,
            body: row.get(3)?,
            author: row.get(4)?,
            favorites: row.get(5)?,
            tags: Vec::new(),
            favorite: false,
        };
        Ok((row.get::<_, i64>(0)?, article))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (id, mut article) = row?;
        let sql = "select name from article_tag join tag on tag.id = tag_id where article_id = ? order by name";
        article.tags = names(db, sql, &[&id])?;
        if let Some(user) = caller.0 {
            let sql = "select exists (select 1 from favorite where user_id = ? and article_id = ?)";
            article.favorite = db.query_row(sql, (user, id), |row| row.get(0))?;
        }
        found.push(article);
    }
    Ok(found)
}
