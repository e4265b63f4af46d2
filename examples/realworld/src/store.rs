//! The SQLite file.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction};

use crate::failure::Failure;

/// The statements that make the tables.
pub const MIGRATION: &str = include_str!("../migrations/0001_press.sql");

/// One connection, asked by one request after the other.
#[derive(Clone, Debug)]
pub struct Store(Arc<Mutex<Connection>>);

impl Store {
    /// Opens a file, and makes the tables in a new one.
    ///
    /// # Errors
    /// When the file cannot be opened or is no database.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        let version: i64 = connection.query_row("pragma user_version", [], |row| row.get(0))?;
        if version == 0 {
            connection.execute_batch(&format!("begin; {MIGRATION} pragma user_version = 1; commit;"))?;
        }
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs a transaction on a thread that may wait; what fails leaves nothing behind.
    ///
    /// # Errors
    /// What the transaction fails with.
    pub async fn run<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let connection = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            // A transaction that a panic ended was rolled back when it was dropped.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction()?;
            let answer = run(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        });
        done.await.unwrap_or_else(|error| Err(Failure::Internal(error.to_string())))
    }
}
