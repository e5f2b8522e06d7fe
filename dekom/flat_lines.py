"""The lines of a flattened table, and which of them hold its headings."""

from collections.abc import Sequence
from dataclasses import dataclass

from dekom.flat_pieces import YEAR, is_numeric, is_unit
from dekom.grid import Grid
from dekom.table_cells import cell_text
from dekom.table_headings import Heading, Headings
from dekom.table_names import Names

MOST_WORDS = 8  # of a heading or a name
_MOST_UNKNOWN = 6  # words between two headings that are known
_LINKS = frozenset({"til", "av", "for", "på"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word, the number of its line from 0, and whether the line ends right after it, without a space."""

    text: str
    line: int
    is_cut: bool = False


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty, and what it is called."""

    place: str
    words: Words

    @property
    def has_figures(self) -> bool:
        """Whether anything but a year on it can be a figure: a heading may have a year."""
        return any(is_figure(word.text) and not YEAR.fullmatch(word.text) for word in self.words)


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """The words from one up to another are a heading; None if it is not known."""

    start: int
    end: int
    heading: Heading | None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of words without figures, from one up to another, and the headings that stand in a row among them."""

    start: int
    stop: int
    words: Words
    found: tuple[FoundHeading, ...]

    @property
    def left(self) -> Words:
        """The words after the last heading: the beginning of the first row's name."""
        return self.words[self.found[-1].end :]

    @property
    def known(self) -> list[str]:
        """The headings that are known, as they stand."""
        return [text_of(self.words[found.start : found.end]) for found in self.found if found.heading is not None]


def is_figure(text: str) -> bool:
    """Return whether a word can be a piece of a figure and has a digit."""
    return text[0].isdigit() and is_numeric(text)


def begins_figure(words: Sequence[Word]) -> bool:
    """Return whether a figure begins with the first of the words, which may be «kr»."""
    first = words[1] if len(words) > 1 and is_unit(words[0].text) else words[0]
    return is_figure(first.text)


def text_of(words: Sequence[Word]) -> str:
    """Return words as they stand: a line break where the source has one, with a space before it if there was one."""
    text = ""
    for word, before in zip(words, [None, *words], strict=False):
        if before is not None:
            text += " " if word.line == before.line else "\n" if before.is_cut else " \n"
        text += word.text
    return text


def lines_of(grid: Grid) -> list[Line]:
    """Return the lines of a grid with one column; a cell may hold several."""
    lines: list[Line] = []
    for row in grid.rows:
        for cell in row:
            for text in cell_text(cell.value).splitlines():
                words = text.split()
                is_cut = not text[-1:].isspace()
                found = (Word(word, len(lines), is_cut and i == len(words)) for i, word in enumerate(words, start=1))
                if words:
                    lines.append(Line(cell.place, tuple(found)))
    return lines


def heading_blocks(lines: Sequence[Line], headings: Headings, names: Names) -> list[Block]:
    """Return every block of lines before a line with figures that has known headings, in order."""
    blocks, start = [], 0
    for index, line in enumerate(lines):
        if line.has_figures:
            if start < index:
                blocks.append(_block(lines, start, index, headings, names))
            start = index + 1
    return [block for block in blocks if block.found]


def _block(lines: Sequence[Line], start: int, stop: int, headings: Headings, names: Names) -> Block:
    words = tuple(word for line in lines[start:stop] for word in line.words)
    first_figure = next(i for i in range(len(lines[stop].words)) if begins_figure(lines[stop].words[i:]))
    ahead = (*words, *lines[stop].words[:first_figure])
    # The first row's name may begin on these lines, and must not be taken for a heading.
    name = next((i for i in range(max(0, len(ahead) - MOST_WORDS), len(ahead)) if _is_name(ahead[i:], names)), None)
    last = len(words) if name is None else min(name, len(words))
    return Block(start, stop, words, _longest(_known_headings(words[:last], headings)))


def _is_name(words: Sequence[Word], names: Names) -> bool:
    return names.is_known(text_of(words))


def _known_headings(words: Words, headings: Headings) -> list[FoundHeading]:
    """Return the headings among the words; of those that begin with the same word, the longest."""
    found, start = [], 0
    while start < len(words):
        end = start + 1
        for stop in range(min(start + MOST_WORDS, len(words)), start, -1):
            heading = headings.read(text_of(words[start:stop]))
            if heading and not _may_be_two(heading, words[start:stop]):
                found.append(FoundHeading(start, stop, heading))
                end = stop
                break
        start = end
    return found


def _may_be_two(heading: Heading, words: Words) -> bool:
    """Return whether «Prosentandel Nettverk» may be two columns: nothing but a word such as «til» makes it one."""
    is_of_whom = heading.role in ("nettverk_pct", "uh_pct")
    return is_of_whom and len(words) > 1 and not any(word.text.casefold() in _LINKS for word in words)


def _longest(found: Sequence[FoundHeading]) -> tuple[FoundHeading, ...]:
    """Return the longest run of headings with few words between; those words are a heading that is not known."""
    runs: list[list[FoundHeading]] = []
    for heading in found:
        if runs and heading.start - runs[-1][-1].end <= _MOST_UNKNOWN:
            runs[-1].append(heading)
        else:
            runs.append([heading])
    filled: list[FoundHeading] = []
    for heading in max(runs, key=len, default=[]):
        if filled and heading.start > filled[-1].end:
            filled.append(FoundHeading(filled[-1].end, heading.start, None))
        filled.append(heading)
    return tuple(filled)
