//! Rules on the `@application` directive.

use std::collections::HashMap;

use etched_core::Authentication;
use etched_core::near::near;

use super::{Rules, one_of, place};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::syntax::{Application, Tree, Value, ValueKind};

/// What a setting's value looks like.
#[derive(Clone, Copy)]
enum Setting {
    Text,
    /// A path that starts with `/`.
    Path,
    /// A whole number of at least 1.
    Count,
    /// A number from 0 to 1.
    Share,
    Flag,
}

/// All settings; pattern thresholds are kept as text for pattern discovery.
const SETTINGS: &[(&str, Setting)] = &[
    ("route_prefix", Setting::Path),
    ("version", Setting::Text),
    ("documentation", Setting::Text),
    ("pattern_min_frequency", Setting::Count),
    ("pattern_min_confidence", Setting::Share),
    ("pattern_max_examples", Setting::Count),
    ("pattern_descriptions", Setting::Flag),
    ("pattern_verbose_names", Setting::Flag),
    ("pattern_min_support", Setting::Count),
    ("pattern_min_rate", Setting::Share),
    ("pattern_min_wilson", Setting::Share),
    ("pattern_rival_rate", Setting::Share),
    ("pattern_cross_rate", Setting::Share),
    ("pattern_cross_wilson", Setting::Share),
];

impl Rules<'_, '_> {
    pub(super) fn application(&mut self) {
        for directive in &self.file.applications {
            self.application_name(directive);
            self.each_once(&code::KEY_TWICE, "the setting", directive.settings.iter().map(|(key, _)| *key));
            self.settings(directive);
        }
    }

    /// An application has a name. Rejects `@application "" { version: "2.0" }`.
    fn application_name(&mut self, directive: &Application<'_>) {
        if directive.name.text.trim().is_empty() {
            self.push(self.about(&code::EMPTY_TEXT, directive.name.span, "the application's name is empty"));
        }
    }

    /// Settings are known and their values fit.
    ///
    /// Rejects `@application "shop" { route_prefx: "/api" }` and `@application "shop" { route_prefix: "api" }`.
    fn settings(&mut self, directive: &Application<'_>) {
        for (key, value) in &directive.settings {
            match SETTINGS.iter().find(|(name, _)| *name == key.text) {
                None => {
                    let names: Vec<_> = SETTINGS.iter().map(|(name, _)| *name).collect();
                    let error = self.about(&code::UNKNOWN_SETTING, key.span, format!("unknown setting `{}`", key.text));
                    let meant = near(key.text, names.iter().copied());
                    self.push(error.expect(one_of(names.iter().copied())).meant(meant));
                }
                Some((_, setting)) => {
                    if let Err(expected) = fits(*setting, value) {
                        let message = format!("`{}` does not take this value", key.text);
                        self.push(self.about(&code::SETTING_VALUE, value.span, message).expect(expected));
                    }
                }
            }
        }
    }
}

fn fits(setting: Setting, value: &Value<'_>) -> Result<(), &'static str> {
    match (setting, &value.kind) {
        (Setting::Text, ValueKind::String(_)) | (Setting::Flag, ValueKind::Bool(_)) => Ok(()),
        (Setting::Path, ValueKind::String(path)) if is_prefix(path) => Ok(()),
        (Setting::Count, ValueKind::Number(text)) if text.parse::<u32>().is_ok_and(|count| count > 0) => Ok(()),
        (Setting::Share, ValueKind::Number(text)) if text.parse().is_ok_and(|share| (0.0..=1.0).contains(&share)) => {
            Ok(())
        }
        (Setting::Text, _) => Err("a string"),
        (Setting::Path, _) => Err("a path that starts with `/`, such as \"/api\""),
        (Setting::Count, _) => Err("a whole number of at least 1"),
        (Setting::Share, _) => Err("a number from 0 to 1"),
        (Setting::Flag, _) => Err("`true` or `false`"),
    }
}

fn is_prefix(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains("//")
        && !path.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#'))
}

/// A middleware is declared once, as something it can do.
///
/// Rejects `@middleware_kind session: authentcates`, and `@middleware_kind session: neither` beside it.
pub(super) fn kinds(tree: &Tree<'_>, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<&str, Place> = HashMap::new();
    for (file, kind) in tree.files.iter().flat_map(|file| file.kinds.iter().map(move |kind| (file, kind))) {
        let does = kind.does;
        if Authentication::from_kind(does.text).is_none() {
            let message = format!("a middleware does not `{}`", does.text);
            let error = Diagnostic::new(&code::SETTING_VALUE, place(file, does.span), message);
            let error = error.expect(one_of(Authentication::KINDS.into_iter().rev()));
            diagnostics.push(error.meant(near(does.text, Authentication::KINDS)));
        }
        let here = place(file, kind.middleware.span);
        if let Some(first) = known.get(kind.middleware.text.as_str()) {
            let message = format!("`{}` is declared twice", kind.middleware.text);
            let error = Diagnostic::new(&code::KEY_TWICE, here, message);
            diagnostics.push(error.relate("first declared here", first.clone()));
        } else {
            known.insert(&kind.middleware.text, here);
        }
    }
}

/// A schema has at most one application.
///
/// Rejects `@application "shop" {}` in one file and `@application "magazine" {}` in another.
pub(super) fn once(tree: &Tree<'_>, diagnostics: &mut Diagnostics) {
    let mut all = tree.files.iter().flat_map(|file| file.applications.iter().map(move |directive| (file, directive)));
    let Some((first_file, first)) = all.next() else { return };
    for (file, directive) in all {
        let error =
            Diagnostic::new(&code::APPLICATION_TWICE, place(file, directive.span), "a schema has one `@application`");
        diagnostics.push(error.relate("the first is here", place(first_file, first.span)));
    }
}
