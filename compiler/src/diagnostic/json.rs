//! Diagnostics as JSON, in the shape of the answer to `check`.

use std::fmt::Write;

use etched_core::foreign;

use super::{Diagnostic, Diagnostics, Place, Severity};

impl Diagnostics {
    /// Returns the answer to `check`: `{"format":1,"errors":…,"warnings":…,"diagnostics":[…]}` in one line.
    ///
    /// Where more were found than are kept, `not_shown` says how many of them are counted only.
    ///
    /// ```
    /// let errors = etched_compiler::compile_str("resource Tag { name: strng! }").unwrap_err();
    /// assert!(errors.to_json().starts_with(r#"{"format":1,"errors":1,"warnings":0,"diagnostics":[{"code":"E0040","#));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let records: Vec<_> = self.list.iter().map(Diagnostic::to_json).collect();
        let (errors, warnings, records) = (self.errors, self.warnings, records.join(","));
        let hidden = match self.hidden() {
            0 => String::new(),
            hidden => format!(r#","not_shown":{hidden}"#),
        };
        format!(r#"{{"format":1,"errors":{errors},"warnings":{warnings}{hidden},"diagnostics":[{records}]}}"#)
    }
}

impl Diagnostic {
    /// Returns one record of `diagnostics` in the answer to `check`, in one line; what would act on a terminal is escaped.
    #[must_use]
    pub fn to_json(&self) -> String {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut out = format!(r#"{{"code":"{}","severity":"{severity}","message":"#, self.code);
        string(&mut out, &self.message);
        place(&mut out, &self.place);
        for (key, value) in [("expected", &self.expected), ("suggestion", &self.suggestion)] {
            if let Some(value) = value {
                let _ = write!(out, r#","{key}":"#);
                string(&mut out, value);
            }
        }
        if let Some(edit) = &self.edit {
            out.push_str(r#","edit":{"replacement":"#);
            string(&mut out, &edit.replacement);
            place(&mut out, &edit.place);
            out.push('}');
        }
        if !self.related.is_empty() {
            out.push_str(r#","related":["#);
            for (index, related) in self.related.iter().enumerate() {
                out.push_str(if index == 0 { r#"{"message":"# } else { r#",{"message":"# });
                string(&mut out, &related.message);
                place(&mut out, &related.place);
                out.push('}');
            }
            out.push(']');
        }
        out.push('}');
        foreign::json(&out).into_owned()
    }
}

fn place(out: &mut String, place: &Place) {
    out.push_str(r#","file_path":"#);
    string(out, place.file_path());
    // 0 is what is not known: the keys are always there, and whoever reads them reads numbers.
    for (key, number) in [("line", place.line()), ("column", place.column()), ("end_column", place.end_column())] {
        let _ = write!(out, r#","{key}":{}"#, number.unwrap_or(0));
    }
}

/// Writes a string as JSON.
pub(crate) fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
