//! Records by name: the text of a key in, the id of the first record that has it out.
//!
//! Always inlined: a call in the middle of a lookup passes the image through memory, which costs a fifth of the lookup.

use crate::cell::Id;
use crate::image::Image;
use crate::layout::{Keyed, Pattern, Route, Section};
use crate::method;
use crate::names::Names;
use crate::spelling;
use crate::table::{find, is_long};

impl Image<'_> {
    /// Returns the record whose key is exactly that text: a resource by name, a middleware by base name.
    ///
    /// ```
    /// use etched_core::Image;
    /// use etched_core::layout::Resource;
    ///
    /// assert_eq!(Image::new(&[], "").find::<Resource>("Post"), None);
    /// ```
    ///
    /// Cost: one hash, one probe.
    #[inline(always)]
    #[must_use]
    pub fn find<R: Keyed>(self, key: &str) -> Option<Id<R>> {
        Names::of(self, R::TABLE).find(self.strings(), key).map(Id::new)
    }

    /// Returns the route of a method, in any case, and that path template, with `:id` or `{id}` for a parameter.
    ///
    /// Cost: one hash, one probe; one step in the trie for each segment where the template is spelled otherwise.
    #[inline(always)]
    #[must_use]
    pub fn find_route(self, method: &str, path: &str) -> Option<Id<Route>> {
        let method = method::id(self, method)?;
        let is = |id| self.is_route(id, method, path);
        match find(self, Section::RouteTable, method, path.as_bytes(), is) {
            Some(id) => Some(Id::new(id)),
            None => spelling::find(self, method, path),
        }
    }

    /// Returns whether a route that was found under a path is the one meant: paths of all methods share a table.
    #[inline]
    pub(crate) fn is_route(self, id: u32, method: u32, path: &str) -> bool {
        let route = self.rows::<Route>().get(id);
        route.method().index == method && (!is_long(path) || self.has_path(id, path))
    }

    /// Returns whether a route has that path; kept apart as [`has_key`](Self::has_key) is.
    #[inline(never)]
    fn has_path(self, id: u32, path: &str) -> bool {
        self.str(self.rows::<Route>().get(id).path()) == path
    }

    /// Returns the pattern with that id, or else the first with that name.
    ///
    /// Cost: one hash, one probe.
    #[inline(always)]
    #[must_use]
    pub fn find_pattern(self, id_or_name: &str) -> Option<Id<Pattern>> {
        let is = |id| {
            let record = self.rows::<Pattern>().get(id);
            !is_long(id_or_name) || self.str(record.id()) == id_or_name || self.str(record.name()) == id_or_name
        };
        find(self, Section::PatternTable, 0, id_or_name.as_bytes(), is).map(Id::new)
    }
}
