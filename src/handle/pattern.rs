//! Patterns, where they are kept and where they are not.

use etched_core::layout::flag;

use super::{Resource, debug, handle, location, texts};
use crate::list::List;

handle! {
    /// A pattern: something the application does in one way in several places.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let pattern = registry.pattern("middleware/auth/delete").unwrap();
    /// assert_eq!((pattern.category(), pattern.support()), ("authentication", Some((23, 24))));
    /// assert_eq!(pattern.template(), "@on delete: [auth<(role)>]");
    /// # }
    /// ```
    Pattern => Pattern, "pattern"
}

impl<'r> Pattern<'r> {
    texts! {
        /// Returns the id, such as `middleware/auth+rate_limit`.
        id: id text;
        /// Returns the name, such as `authenticated_rate_limited_handler`.
        name: name text;
        /// Returns one sentence about it.
        description: description text_opt;
        /// Returns what to write.
        template: template text;
    }

    /// Returns the category.
    #[must_use]
    pub fn category(self) -> &'r str {
        self.text(self.registry.image().get(self.record().category()).name())
    }

    /// Returns some of the places that keep it.
    #[must_use]
    pub fn examples(self) -> List<'r, Example<'r>> {
        List::run(self.registry, self.record().examples())
    }

    /// Returns with which arguments it is used, and how often, the commonest first; empty where all uses agree.
    #[must_use]
    pub fn variants(self) -> List<'r, Variant<'r>> {
        List::run(self.registry, self.record().variants())
    }

    /// Returns how often it is used.
    #[must_use]
    pub fn frequency(self) -> u32 {
        self.record().frequency()
    }

    /// Returns the confidence, between 0 and 1.
    #[must_use]
    pub fn confidence(self) -> f64 {
        self.record().confidence()
    }

    /// Returns how many places keep it, of how many where it could apply; `None` for patterns of foreign documents.
    #[must_use]
    pub fn support(self) -> Option<(u32, u32)> {
        let record = self.record();
        (record.flags() & flag::SUPPORT != 0).then(|| (record.support(), record.applicable()))
    }

    /// Returns the lower bound of the 95 % Wilson score interval of its support.
    #[must_use]
    pub fn wilson(self) -> Option<f64> {
        let record = self.record();
        (record.flags() & flag::SUPPORT != 0).then(|| record.wilson())
    }
}

handle! {
    /// A place that keeps a pattern.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let example = registry.pattern("middleware/auth").unwrap().examples().first().unwrap();
    /// assert_eq!(example.resource(), "Role");
    /// assert_eq!(example.location().file, Some("schema/accounts/role.cdt"));
    /// # }
    /// ```
    Example => Example, "example"
}

impl<'r> Example<'r> {
    location!();
    texts! {
        /// Returns the name of the resource it is in.
        resource: resource text;
        /// Returns the text.
        code: code text;
    }
}

handle! {
    /// The arguments that some uses of a pattern have.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let pattern = registry.pattern("middleware/auth").unwrap();
    /// let variants: Vec<_> = pattern.variants().into_iter().map(|each| (each.code(), each.count())).collect();
    /// assert_eq!(variants, [("auth", 36), ("auth(staff)", 34), ("auth(editor)", 9)]);
    /// # }
    /// ```
    Variant => Variant, "variant"
}

impl<'r> Variant<'r> {
    texts! {
        /// Returns what differs from other uses, as it is written.
        code: code text;
    }

    /// Returns how many uses have it.
    #[must_use]
    pub fn count(self) -> u32 {
        self.record().count()
    }
}

handle! {
    /// A category of patterns.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let category = registry.patterns().categories().into_iter().find(|each| each.name() == "authentication").unwrap();
    /// println!("{} patterns in {} resources", category.patterns().len(), category.covered());
    /// # }
    /// ```
    Category => Category, "category"
}

impl<'r> Category<'r> {
    texts! {
        /// Returns the name.
        name: name text;
    }

    /// Returns its patterns, by frequency.
    #[must_use]
    pub fn patterns(self) -> List<'r, Pattern<'r>> {
        List::ids(self.registry, self.record().patterns())
    }

    /// Returns how many distinct resources use one of its patterns.
    #[must_use]
    pub fn covered(self) -> u32 {
        self.record().covered()
    }
}

handle! {
    /// A place where a well-supported pattern is absent.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let deviation = registry.deviations().into_iter().find(|each| each.subject() == "Shipment.delete").unwrap();
    /// assert_eq!((deviation.pattern(), deviation.support()), ("middleware/auth/delete", (23, 24)));
    /// # }
    /// ```
    Deviation => Deviation, "deviation"
}

impl<'r> Deviation<'r> {
    location!();
    texts! {
        /// Returns the id of the pattern.
        pattern: pattern text;
        /// Returns what deviates, such as `Post.delete`.
        subject: subject text;
        /// Returns the name of the resource that deviates; in documents it may be empty or undeclared.
        resource_name: resource text;
        /// Returns the id of the pattern that is followed instead.
        rival: rival text_opt;
        /// Returns what to write.
        template: template text;
    }

    /// Returns the resource that deviates.
    #[must_use]
    pub fn resource(self) -> Option<Resource<'r>> {
        self.registry.resource(self.resource_name())
    }

    /// Returns how many places keep the pattern, of how many where it could apply.
    #[must_use]
    pub fn support(self) -> (u32, u32) {
        (self.record().support(), self.record().applicable())
    }

    /// Returns the lower bound of the 95 % Wilson score interval of that support.
    #[must_use]
    pub fn wilson(self) -> f64 {
        self.record().wilson()
    }
}

debug! {
    Pattern(id, frequency)
    Example(resource, code)
    Variant(code, count)
    Category(name)
    Deviation(pattern, subject)
}
