//! Rows in columns, fitted to the width there is.

use super::line::{Line, Tone};
use super::page::Page;

/// Blanks between columns.
const GAP: usize = 2;

/// What a column does where there is not enough room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// Keeps its width.
    Keep,
    /// Breaks between words, down to this width.
    Wrap(usize),
    /// Cuts its cells off, down to this width.
    Cut(usize),
    /// Cuts its cells off at their start, down to this width: the end of a path says most.
    CutStart(usize),
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    title: &'static str,
    right: bool,
    fit: Fit,
    /// Columns with a higher number are left out first; 0 never is.
    drop: u8,
}

impl Column {
    pub(crate) const fn new(title: &'static str) -> Self {
        Self { title, right: false, fit: Fit::Keep, drop: 0 }
    }

    /// Aligns it to the right.
    pub(crate) const fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// Lets it break between words.
    pub(crate) const fn wrap(mut self, least: usize) -> Self {
        self.fit = Fit::Wrap(least);
        self
    }

    /// Lets it cut its cells off.
    pub(crate) const fn cut(mut self, least: usize) -> Self {
        self.fit = Fit::Cut(least);
        self
    }

    /// Lets it cut its cells off at their start.
    pub(crate) const fn cut_start(mut self, least: usize) -> Self {
        self.fit = Fit::CutStart(least);
        self
    }

    /// Lets it be left out, those with a higher number first.
    pub(crate) const fn drop(mut self, rank: u8) -> Self {
        self.drop = rank;
        self
    }
}

/// The contents of a cell: words that stay whole while they can.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    words: Vec<Word>,
    width: usize,
}

#[derive(Clone, Debug)]
struct Word {
    line: Line,
    /// Blanks between it and the word before it.
    blanks: usize,
}

impl Cell {
    /// Adds a word after a blank.
    pub(crate) fn word(self, word: Line) -> Self {
        self.push(word, 1)
    }

    /// Adds a word close to the one before it; a line may break between them.
    pub(crate) fn close(self, word: Line) -> Self {
        self.push(word, 0)
    }

    fn push(mut self, line: Line, blanks: usize) -> Self {
        if !line.is_empty() {
            let blanks = if self.words.is_empty() { 0 } else { blanks };
            self.width += line.width() + blanks;
            self.words.push(Word { line, blanks });
        }
        self
    }

    /// Adds each text as a word.
    pub(crate) fn words<'a>(self, tone: Tone, texts: impl IntoIterator<Item = &'a str>) -> Self {
        texts.into_iter().fold(self, |cell, text| cell.word(Line::of(tone, text)))
    }

    /// Adds each blank-separated part of a text as a word.
    pub(crate) fn prose(self, tone: Tone, text: &str) -> Self {
        self.words(tone, text.split_whitespace())
    }

    fn widest_word(&self) -> usize {
        self.words.iter().map(|word| word.line.width()).max().unwrap_or(0)
    }

    fn lines(&self, columns: usize, fit: Fit) -> Vec<Line> {
        let mut line = Line::new();
        if self.width <= columns || !matches!(fit, Fit::Wrap(_)) {
            for word in &self.words {
                line.blanks(word.blanks);
                line.append(&word.line);
            }
            return vec![match fit {
                Fit::Cut(_) => line.cut(columns),
                Fit::CutStart(_) => line.cut_start(columns),
                Fit::Keep | Fit::Wrap(_) => line,
            }];
        }
        let mut lines = Vec::new();
        for word in &self.words {
            if !line.is_empty() && line.width() + word.blanks + word.line.width() > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.blanks(if line.is_empty() { 0 } else { word.blanks });
            line.append(&word.line);
            if line.width() > columns {
                let mut broken = line.broken(columns);
                line = broken.pop().unwrap_or_default();
                lines.append(&mut broken);
            }
        }
        lines.push(line);
        lines
    }
}

impl From<Line> for Cell {
    fn from(line: Line) -> Self {
        Self::default().word(line)
    }
}

#[derive(Debug)]
enum Row {
    Cells(Vec<Cell>),
    /// A line across all columns, with something at the right edge.
    Heading(Line, Line),
    Gap,
    /// Prose across all columns, indented.
    Note(usize, Tone, String),
    /// Code across all columns, indented.
    Code(usize, String),
}

/// A table.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    indent: usize,
    rows: Vec<Row>,
}

impl Table {
    pub(crate) fn new(indent: usize, columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), indent, rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a cell for each column");
        self.rows.push(Row::Cells(cells));
    }

    pub(crate) fn heading(&mut self, left: Line, right: Line) {
        self.rows.push(Row::Heading(left, right));
    }

    pub(crate) fn gap(&mut self) {
        self.rows.push(Row::Gap);
    }

    pub(crate) fn note(&mut self, indent: usize, tone: Tone, text: &str) {
        self.rows.push(Row::Note(indent, tone, text.to_owned()));
    }

    pub(crate) fn code(&mut self, indent: usize, text: &str) {
        self.rows.push(Row::Code(indent, text.to_owned()));
    }

    /// Returns whether it fits as it is.
    pub(crate) fn fits(&self, page: &Page) -> bool {
        let widths: Vec<usize> = self.natural().into_iter().map(|(width, _)| width).collect();
        self.total(&widths) <= page.width()
    }

    /// Returns for each column the width of its widest cell and of its widest word.
    fn natural(&self) -> Vec<(usize, usize)> {
        let mut widths: Vec<(usize, usize)> = self.columns.iter().map(|_| (0, 0)).collect();
        for row in &self.rows {
            let Row::Cells(cells) = row else { continue };
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (width.0.max(cell.width), width.1.max(cell.widest_word()));
            }
        }
        // A column with nothing in it is not shown, and its title does not show either.
        for (width, column) in widths.iter_mut().zip(&self.columns) {
            if width.0 > 0 {
                let title = column.title.len();
                *width = (width.0.max(title), width.1.max(title));
            }
        }
        widths
    }

    fn total(&self, widths: &[usize]) -> usize {
        let shown = widths.iter().filter(|width| **width > 0);
        self.indent + shown.clone().sum::<usize>() + GAP * shown.count().saturating_sub(1)
    }

    /// Decides how wide each column is; 0 leaves it out.
    fn widths(&self, room: usize) -> Vec<usize> {
        let natural = self.natural();
        let least = |at: usize, comfortable: bool| match self.columns[at].fit {
            Fit::Keep => natural[at].0,
            // Words stay whole while that leaves room for the other columns.
            Fit::Wrap(least) if comfortable => natural[at].0.min(least.max(natural[at].1)),
            Fit::Wrap(least) | Fit::Cut(least) | Fit::CutStart(least) => natural[at].0.min(least),
        };
        let mut widths: Vec<usize> = (0..self.columns.len()).map(|at| least(at, true)).collect();
        if self.total(&widths) > room {
            widths = (0..self.columns.len()).map(|at| least(at, false)).collect();
        }
        while self.total(&widths) > room {
            let shown = (0..widths.len()).filter(|at| widths[*at] > 0 && self.columns[*at].drop > 0);
            let Some(next) = shown.max_by_key(|at| self.columns[*at].drop) else { break };
            widths[next] = 0;
        }
        // What is left goes to the columns that gave way, the narrowest first.
        let mut spare = room.saturating_sub(self.total(&widths));
        while spare > 0 {
            let wanting = (0..widths.len()).filter(|at| widths[*at] > 0 && widths[*at] < natural[*at].0);
            let Some(next) = wanting.min_by_key(|at| widths[*at]) else { break };
            let give = (natural[next].0 - widths[next]).min(spare.div_ceil(2));
            widths[next] += give;
            spare -= give;
        }
        widths
    }

    /// Writes it.
    pub(crate) fn print(&self, page: &mut Page) {
        let widths = self.widths(page.width());
        let titled = self.columns.iter().zip(&widths).any(|(column, width)| *width > 0 && !column.title.is_empty());
        if titled && self.rows.iter().any(|row| matches!(row, Row::Cells(_))) {
            let titles: Vec<Cell> =
                self.columns.iter().map(|column| Line::of(Tone::Dim, column.title).into()).collect();
            self.print_row(page, &widths, &titles);
        }
        for row in &self.rows {
            match row {
                Row::Cells(cells) => self.print_row(page, &widths, cells),
                Row::Heading(left, right) => page.ends(left.clone(), right),
                Row::Gap => page.gap(),
                Row::Note(indent, tone, text) => page.prose(*indent, *tone, text),
                Row::Code(indent, text) => page.code(*indent, Tone::Dim, text),
            }
        }
    }

    fn print_row(&self, page: &mut Page, widths: &[usize], cells: &[Cell]) {
        let cells: Vec<Vec<Line>> = cells
            .iter()
            .zip(widths)
            .zip(&self.columns)
            .map(|((cell, width), column)| match width {
                0 => Vec::new(),
                width => cell.lines(*width, column.fit),
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = Line::new();
            let mut start = self.indent;
            for ((lines, width), column) in cells.iter().zip(widths).zip(&self.columns) {
                if *width == 0 {
                    continue;
                }
                if let Some(cell) = lines.get(at).filter(|cell| !cell.is_empty()) {
                    let blanks = if column.right { width.saturating_sub(cell.width()) } else { 0 };
                    // A cell that is too wide pushes what follows to the right; nothing is written over.
                    let least = if line.width() > start { line.width() + 1 } else { start };
                    line.pad_to(least + blanks);
                    line.append(cell);
                }
                start += width + GAP;
            }
            page.line(&line);
        }
    }
}
