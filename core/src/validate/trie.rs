//! The path trie: a tree whose nodes follow their parents, whose tables find every edge, and which leads each
//! route's template to that route.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::Work;
use super::error::{Checked, Expected, wrong};
use crate::cell::Range;
use crate::image::{Image, Rec, Rows};
use crate::layout as rows;
use crate::layout::{Section, TrieEdge, TrieNode};
use crate::percent;
use crate::template::{MAX_STATIC, Mixed, Segment, Template};
use crate::trie::{SCAN, ends, find, slot};

/// The bit of a node's methods that stands for all methods without one of their own.
const OTHERS: u32 = 31;

/// Checks the trie.
pub(super) fn check(image: Image<'_>, work: &mut Work) -> Checked {
    let nodes = image.rows::<TrieNode>();
    if nodes.is_empty() {
        return Err(wrong("section table", Section::TrieNode as u32, "count", Expected::AtLeast(1), 0_u32));
    }
    let mut tree = Tree {
        image,
        edges: image.rows(),
        claimed: vec![0; nodes.len() as usize / 64 + 1],
        children: 0,
        next_edge: 0,
        count: nodes.len(),
    };
    let mut routes = 0;
    for (at, node) in nodes.iter().enumerate() {
        tree.node(at as u32, node, work)?;
        routes += u64::from(node.routes().len);
    }
    if tree.children != nodes.len() - 1 {
        let expected = Expected::Is(u64::from(nodes.len()) - 1);
        return Err(wrong("TrieNode", 0, "nodes that an edge leads to", expected, tree.children));
    }
    if tree.next_edge != tree.edges.len() {
        let expected = Expected::Is(tree.next_edge.into());
        return Err(wrong("section table", Section::TrieEdge as u32, "count", expected, tree.edges.len()));
    }
    templates(image, routes, work)
}

struct Tree<'a> {
    image: Image<'a>,
    edges: Rows<'a, TrieEdge>,
    /// A bit for each node that an edge leads to.
    claimed: Vec<u64>,
    children: u32,
    next_edge: u32,
    count: u32,
}

impl Tree<'_> {
    fn node(&mut self, at: u32, node: Rec<'_, TrieNode>, work: &mut Work) -> Checked {
        self.run(at, "statics", node.statics())?;
        self.run(at, "others", node.others())?;
        self.statics(at, node.statics(), work)?;
        if let Some(parameter) = node.parameter().get() {
            self.claim("TrieNode", at, "parameter", at, parameter.index)?;
        }
        self.others(at, node.others())?;
        self.routes(at, node)
    }

    /// The edges of a node follow those of the node before it.
    fn run(&mut self, at: u32, cell: &'static str, range: Range<TrieEdge>) -> Checked {
        if range.len > 0 && range.start != self.next_edge {
            return Err(wrong("TrieNode", at, cell, Expected::Is(self.next_edge.into()), range.start));
        }
        self.next_edge += range.len;
        Ok(())
    }

    /// An edge leads to a node behind its own that no other edge leads to: so there is no loop, and no two edges to one
    /// place, which a search would both follow.
    fn claim(&mut self, section: &'static str, record: u32, cell: &'static str, from: u32, to: u32) -> Checked {
        if to <= from {
            return Err(wrong(section, record, cell, Expected::AtLeast(u64::from(from) + 1), to));
        }
        if to >= self.count {
            return Err(wrong(section, record, cell, Expected::Below(self.count.into()), to));
        }
        let (word, bit) = (&mut self.claimed[to as usize / 64], 1 << (to % 64));
        if *word & bit != 0 {
            return Err(wrong(section, record, cell, Expected::That("a node no other edge leads to"), to));
        }
        *word |= bit;
        self.children += 1;
        Ok(())
    }

    fn statics(&mut self, at: u32, range: Range<TrieEdge>, work: &mut Work) -> Checked {
        let table = range.len > SCAN;
        if table && !range.len.is_power_of_two() {
            return Err(wrong("TrieNode", at, "statics", Expected::That("a power of two of edges"), range.len));
        }
        let mut used = 0;
        for place in 0..range.len {
            let record = range.start + place;
            let edge = self.edges.get(record);
            let to = edge.node().index;
            if table && to == 0 {
                continue;
            }
            used += 1;
            self.claim("TrieEdge", record, "node", at, to)?;
            let text = self.image.str(edge.text()).as_bytes();
            if edge.text_len() as usize != text.len() {
                return Err(wrong("TrieEdge", record, "text_len", Expected::Is(text.len() as u64), edge.text_len()));
            }
            if edge.ends() != ends(text) {
                let expected = Expected::That("the first and last bytes of the text");
                return Err(wrong("TrieEdge", record, "ends", expected, edge.text().0));
            }
            let home = if table { slot(text, range.len) } else { 0 };
            work.spend(u64::from(place.wrapping_sub(home) & (range.len.next_power_of_two() - 1)) + 1)?;
            if find(self.image, self.edges, range.start, range.len, text) != Some(to) {
                let expected = Expected::That("an edge that its text leads to");
                return Err(wrong("TrieEdge", record, "text", expected, edge.text().0));
            }
        }
        if table && used > range.len / 2 {
            return Err(wrong("TrieNode", at, "statics", Expected::AtMost(u64::from(range.len) / 2), used));
        }
        Ok(())
    }

    /// Edges of mixed segments, those with more text first, then by pattern, then the catch-all.
    fn others(&mut self, at: u32, range: Range<TrieEdge>) -> Checked {
        let mut before: Option<(u32, &str)> = None;
        for place in 0..range.len {
            let record = range.start + place;
            let edge = self.edges.get(record);
            self.claim("TrieEdge", record, "node", at, edge.node().index)?;
            let (len, text) = (edge.text_len(), self.image.str(edge.text()));
            if before.is_some_and(|(before_len, before)| len > before_len || len == before_len && text <= before) {
                let expected = Expected::That("edges with more text first");
                return Err(wrong("TrieEdge", record, "text_len", expected, len));
            }
            if len == 0 && place + 1 != range.len {
                return Err(wrong("TrieEdge", record, "text_len", Expected::AtLeast(1), len));
            }
            before = Some((len, text));
        }
        Ok(())
    }

    /// One route per method, by method, and the bits that say which.
    fn routes(&self, at: u32, node: Rec<'_, TrieNode>) -> Checked {
        let all = self.image.rows::<rows::Route>();
        let (mut bits, mut least) = (0_u32, 0);
        for route in self.image.list(node.routes()).iter() {
            let method = all.get(route).method().index;
            if method < least {
                let expected = Expected::That("routes in order of method");
                return Err(wrong("TrieNode", at, "routes", expected, route));
            }
            least = method + 1;
            bits |= 1 << method.min(OTHERS);
        }
        if bits != node.methods() {
            return Err(wrong("TrieNode", at, "methods", Expected::Is(bits.into()), node.methods()));
        }
        Ok(())
    }
}

/// Every template leads to its route, or to an earlier one of its method and form; nothing else is at the nodes.
fn templates(image: Image<'_>, listed: u64, work: &mut Work) -> Checked {
    let nodes = image.rows::<TrieNode>();
    let routes = image.rows::<rows::Route>();
    let mut own = 0;
    // Several methods share a path, and the pool has each text once: what a path leads to is found once.
    let mut known = vec![UNKNOWN; image.rows_of::<rows::Word>(Section::Strings).len() as usize];
    for (at, route) in routes.iter().enumerate() {
        let path = route.path();
        let Some(known) = known.get_mut(path.0 as usize) else { continue };
        if *known == UNKNOWN {
            *known = leads_to(image, image.str(path), work)?;
        }
        if *known == NO_TEMPLATE {
            continue;
        }
        let method = route.method();
        let node = (*known != NOWHERE).then(|| nodes.get(*known));
        let found = node.and_then(|node| {
            let bits = node.methods() & ((1 << method.index.min(OTHERS)) - 1);
            let mut ids = image.list(node.routes()).iter().skip(bits.count_ones() as usize);
            ids.find(|&id| routes.get(id).method() == method)
        });
        match found {
            Some(found) if found == at as u32 => own += 1,
            Some(found) if found < at as u32 => {}
            _ => {
                let expected = Expected::That("a path that the trie leads to this route");
                return Err(wrong("Route", at as u32, "path", expected, route.path().0));
            }
        }
    }
    if own != listed {
        return Err(wrong("TrieNode", 0, "routes", Expected::Is(own), listed));
    }
    Ok(())
}

/// A path that was not looked at yet, one that is no template, and a template that no edges spell.
const UNKNOWN: u32 = u32::MAX;
const NO_TEMPLATE: u32 = u32::MAX - 1;
const NOWHERE: u32 = u32::MAX - 2;

/// Returns the node a path leads to, or one of the above.
fn leads_to(image: Image<'_>, path: &str, work: &mut Work) -> Checked<u32> {
    work.spend(path.len() as u64 / 8)?;
    if is_plain(path.as_bytes()) {
        return Ok(walk_plain(image, path).unwrap_or(NOWHERE));
    }
    match Template::parse(path) {
        Ok(template) => Ok(walk(image, template, work)?.unwrap_or(NOWHERE)),
        Err(_) => Ok(NO_TEMPLATE),
    }
}

/// Whether a path is a template of static segments and at most one `:parameter`, without anything that needs reading: so is
/// nearly every one, and reading every template took most of a validation.
fn is_plain(path: &[u8]) -> bool {
    let mut before = b'/';
    let mut parameters = 0;
    let mut in_parameter = false;
    let shape = path.iter().enumerate().all(|(at, &byte)| {
        let fits = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => true,
            b'-' | b'.' => !in_parameter && before != b':',
            b':' => {
                parameters += 1;
                in_parameter = true;
                before == b'/' && at > 0
            }
            b'/' => {
                in_parameter = false;
                at == 0 || before != b'/' && before != b':'
            }
            _ => false,
        };
        before = byte;
        fits
    });
    shape && path.first() == Some(&b'/') && before != b':' && parameters <= 1 && path.len() <= MAX_STATIC
}

fn walk_plain(image: Image<'_>, path: &str) -> Option<u32> {
    let nodes = image.rows::<TrieNode>();
    let edges = image.rows::<TrieEdge>();
    let mut at = 0;
    for segment in path.get(1..)?.as_bytes().split(|byte| *byte == b'/') {
        let node = nodes.get(at);
        at = if segment.first() == Some(&b':') {
            node.parameter().get()?.index
        } else {
            let statics = node.statics();
            find(image, edges, statics.start, statics.len, segment)?
        };
    }
    Some(at)
}

/// Returns the node a template leads to.
fn walk(image: Image<'_>, template: Template<'_>, work: &mut Work) -> Checked<Option<u32>> {
    let nodes = image.rows::<TrieNode>();
    let edges = image.rows::<TrieEdge>();
    let mut at = 0;
    for segment in template.segments() {
        let node = nodes.get(at);
        work.spend(1)?;
        let next = match segment {
            Segment::Static(text) => {
                let mut buffer = [0; MAX_STATIC];
                let statics = node.statics();
                let find = |text: &[u8]| find(image, edges, statics.start, statics.len, text);
                if text.contains('%') {
                    percent::decode_into(text.as_bytes(), &mut buffer).and_then(find)
                } else {
                    find(text.as_bytes())
                }
            }
            Segment::Parameter(_) => node.parameter().get().map(|node| node.index),
            Segment::Mixed(mixed) => others(image, edges, node.others(), mixed.static_len() as u32, &pattern(mixed)),
            Segment::CatchAll(_) => others(image, edges, node.others(), 0, ""),
        };
        match next {
            Some(next) => at = next,
            None => return Ok(None),
        }
    }
    Ok(Some(at))
}

/// Finds the edge of a mixed segment or of the catch-all; they are in order.
fn others(image: Image<'_>, edges: Rows<'_, TrieEdge>, range: Range<TrieEdge>, len: u32, text: &str) -> Option<u32> {
    let (mut low, mut high) = (range.start, range.start + range.len);
    while low < high {
        let middle = low + (high - low) / 2;
        let edge = edges.get(middle);
        match len.cmp(&edge.text_len()).then_with(|| image.str(edge.text()).cmp(text)) {
            core::cmp::Ordering::Less => low = middle + 1,
            core::cmp::Ordering::Equal => return Some(edge.node().index),
            core::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// Returns the texts of a mixed segment as its edge has them.
fn pattern(mixed: Mixed<'_>) -> String {
    let mut out = String::new();
    for (at, text) in mixed.texts().enumerate() {
        if at > 0 {
            out.push_str("{}");
        }
        let decoded: Vec<u8> = percent::bytes(text.as_bytes()).collect();
        for letter in String::from_utf8_lossy(&decoded).chars() {
            match letter {
                '%' => out.push_str("%25"),
                '{' => out.push_str("%7B"),
                '}' => out.push_str("%7D"),
                other => out.push(other),
            }
        }
    }
    out
}
