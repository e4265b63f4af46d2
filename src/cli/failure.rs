//! Why a command gives no answer.

use crate::query::Error;
use crate::render::{Line, Page, Style, Tone};

/// Why a command gives no answer: what was wrong, what is near, what to do.
///
/// ```
/// use etched::cli::Failure;
///
/// let failure = Failure::new("unknown_shop", "there is no shop `Lisbn`").suggest(vec!["Lisbon".to_owned()]);
/// assert_eq!(
///     failure.to_json(),
///     r#"{"error":{"code":"unknown_shop","message":"there is no shop `Lisbn`","suggestions":["Lisbon"]}}"#
/// );
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Failure {
    /// Stable code, such as `unknown_resource`.
    pub code: String,
    /// What was wrong.
    pub message: String,
    /// What was probably meant, the likeliest first.
    pub suggestions: Vec<String>,
    /// What to do about it, in a sentence, unless the rest says as much.
    pub next_step: Option<String>,
    /// Text for people in place of all that, ready to be written.
    pub text: Option<String>,
}

impl Failure {
    /// Makes one of a stable code and a message.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), ..Self::default() }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn advise(mut self, next_step: impl Into<String>) -> Self {
        self.next_step = Some(next_step.into());
        self
    }

    /// Adds what was probably meant.
    #[must_use]
    pub fn suggest(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }

    /// Adds text for people in place of message, suggestions and advice.
    #[must_use]
    pub fn text(mut self, text: String) -> Self {
        self.text = Some(text);
        self
    }

    /// Returns it as one JSON object: `{"error":{code, message, suggestions, next_step}}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        #[derive(serde::Serialize)]
        struct Error<'a> {
            error: Body<'a>,
        }
        #[derive(serde::Serialize)]
        struct Body<'a> {
            code: &'a str,
            message: &'a str,
            suggestions: &'a [String],
            #[serde(skip_serializing_if = "Option::is_none")]
            next_step: Option<&'a str>,
        }
        let Self { code, message, suggestions, next_step, .. } = self;
        let body = Body { code, message, suggestions, next_step: next_step.as_deref() };
        let json = serde_json::to_string(&Error { error: body }).expect("texts under text keys");
        etched_core::foreign::json(&json).into_owned()
    }

    /// Returns it as text for people.
    #[must_use]
    pub fn to_text(&self, style: Style) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        let mut page = Page::new(style);
        page.line(&Line::of(Tone::Bad, "error").add(Tone::Plain, ": ").add(Tone::Plain, &self.message));
        if !self.suggestions.is_empty() {
            let mut line = Line::of(Tone::Plain, "  did you mean ");
            for (at, name) in self.suggestions.iter().enumerate() {
                line.push(Tone::Plain, if at > 0 { " or " } else { "" });
                line.push(Tone::Type, &format!("`{name}`"));
            }
            page.line(&line.add(Tone::Plain, "?"));
        }
        if let Some(next_step) = &self.next_step {
            page.line(&Line::of(Tone::Dim, "  ").add(Tone::Dim, next_step));
        }
        page.into_text()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = Self::new(error.code.as_str(), error.message).suggest(error.suggestions);
        Self { next_step: error.next_step, ..failure }
    }
}
