//! What a route's middleware asks for, and whether a caller has it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A middleware of the schema, as this service understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule<'m> {
    /// `auth`: a known caller.
    Auth,
    /// `require_role(editor)`: a caller who has the role.
    Role(&'m str),
    /// `rate_limit(5/minute)`: this many requests of one caller to one route in such a time.
    Rate(u32, Duration),
}

impl<'m> Rule<'m> {
    /// Reads a middleware with its arguments; `None` for one this service does not know.
    #[must_use]
    pub fn read(middleware: &'m str) -> Option<Self> {
        let (name, argument) = match middleware.split_once('(') {
            Some((name, rest)) => (name, rest.strip_suffix(')')?.trim()),
            None => (middleware, ""),
        };
        match (name, argument) {
            ("auth", "") => Some(Self::Auth),
            ("require_role", role) if !role.is_empty() => Some(Self::Role(role)),
            ("rate_limit", rate) => {
                let (count, unit) = rate.split_once('/')?;
                let seconds = match unit {
                    "second" => 1,
                    "minute" => 60,
                    "hour" => 3600,
                    _ => return None,
                };
                Some(Self::Rate(count.parse().ok()?, Duration::from_secs(seconds)))
            }
            _ => None,
        }
    }
}

/// Who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Name.
    pub name: String,
    /// What they are.
    pub roles: Vec<String>,
}

/// The tokens that are good.
#[derive(Debug, Default)]
pub struct Tokens(Vec<(String, Caller)>);

impl Tokens {
    /// Adds a token.
    pub fn add(&mut self, token: impl Into<String>, name: impl Into<String>, roles: &[&str]) {
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        self.0.push((token.into(), Caller { name: name.into(), roles }));
    }

    /// Returns whose token it is.
    #[must_use]
    pub fn caller(&self, token: &str) -> Option<&Caller> {
        self.0.iter().find(|(known, _)| same(known.as_bytes(), token.as_bytes())).map(|(_, caller)| caller)
    }
}

/// Compares all of both, so that the time it takes does not tell how much of a guess was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// How often who asked for what, in windows that start with the first request.
#[derive(Debug, Default)]
pub(crate) struct Windows(Mutex<HashMap<Asked, Window>>);

/// Caller, number of the route, and the middleware: a route may have several limits.
type Asked = (String, u32, &'static str);

#[derive(Debug)]
struct Window {
    end: Instant,
    count: u32,
}

impl Windows {
    /// Callers that are remembered; of more, those whose time is over are forgotten, and new ones have to wait.
    const MOST: usize = 10_000;

    /// Counts a request; when there were `most` already, returns how long until the next may come.
    pub(crate) fn count(&self, asked: Asked, most: u32, length: Duration) -> Result<(), Duration> {
        let now = Instant::now();
        // Each change of the map is one step, so a panic leaves nothing half done.
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= Self::MOST {
            windows.retain(|_, window| window.end > now);
        }
        let full = windows.len() >= Self::MOST;
        let window = match windows.entry(asked) {
            Entry::Vacant(_) if full => return Err(length),
            entry => entry.or_insert(Window { end: now + length, count: 0 }),
        };
        if window.end <= now {
            *window = Window { end: now + length, count: 0 };
        }
        if window.count >= most {
            return Err(window.end - now);
        }
        window.count += 1;
        Ok(())
    }
}
