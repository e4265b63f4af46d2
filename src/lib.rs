//! Application metadata compiled into the application.
