"""The rows of a flattened table as they are gathered: a name, then figures, over one line or several."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dekom.flat_lines import MOST_WORDS, Line, Word, begins_figure, text_of
from dekom.flat_pieces import YEAR, Piece, pieces_of
from dekom.i18n import Message
from dekom.money import quoted
from dekom.table_names import Names, sum_kind
from dekom.table_notes import Notes


@dataclass
class Draft:
    """A row as it is gathered: its name ("" if it has none), and its figures line by line."""

    number: int
    place: str
    name: str
    tails: list[str] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)  # the number of each, and what it is called

    def pieces(self, first: int = 0, last: int | None = None) -> tuple[Piece, ...] | None:
        """Return the pieces of its figures from one line up to another, None if anything else stands among them."""
        return pieces_of("\n".join(self.tails[first:last]))

    def add(self, words: Sequence[Word], number: int, place: str) -> None:
        """Take in the figures of one more line."""
        self.tails.append(" ".join(word.text for word in words))
        self.lines.append((number, place))

    def from_line(self, first: int) -> "Draft":
        """Return the figures from one line on as a row without a name, and keep those before."""
        rest = Draft(*self.lines[first], "", self.tails[first:], self.lines[first:])
        self.tails, self.lines = self.tails[:first], self.lines[:first]
        return rest


def drafts_of(lines: Sequence[Line], left: Sequence[Word], first: int, names: Names, notes: Notes) -> list[Draft]:
    """Return the rows of the lines. `left` are words before them, `first` is the number of the first line."""
    drafts: list[Draft] = []
    waiting = list(left)
    for number, line in enumerate(lines, start=first):
        count = _name_length(line, waiting, names) if line.has_figures else len(line.words)
        waiting += line.words[:count]
        figures = line.words[count:]
        if not figures:
            continue
        if waiting:
            drafts.append(Draft(number, line.place, _name(waiting, names, line.place, notes)))
            waiting = []
        elif not drafts:
            drafts.append(Draft(number, line.place, ""))
        drafts[-1].add(figures, number, line.place)
    if waiting:
        text = "Teksten etter tabellen tas ikke med. Den begynner med «{text}»."
        notes.remark(Message(text, {"text": quoted(text_of(waiting))}))
    return drafts


def _name_length(line: Line, waiting: Sequence[Word], names: Names) -> int:
    """Return how many words of a line belong to a name; a known name may have figures in it, and a sum a year."""
    for count in range(min(MOST_WORDS, len(line.words)), 0, -1):
        name, rest = line.words[:count], line.words[count:]
        if rest and not begins_figure(rest):
            continue
        if any(names.is_known(text_of([*words, *name])) for words in _ends(waiting)):
            return count
        if rest and YEAR.fullmatch(name[-1].text) and sum_kind(text_of(name)) == "sum":
            return count
    return next((i for i in range(len(line.words)) if begins_figure(line.words[i:])), len(line.words))


def _ends(words: Sequence[Word]) -> list[Sequence[Word]]:
    """Return what a name may begin with on the lines before: all of the words, fewer, none."""
    return [words[start:] for start in range(max(0, len(words) - MOST_WORDS), len(words) + 1)]


def _name(words: Sequence[Word], names: Names, place: str, notes: Notes) -> str:
    """Return the name in front of a row: of all the words since the row before, those that are a known name."""
    for found in _ends(words):
        text = text_of(found)
        if found and (names.is_known(text) or sum_kind(text)):
            if len(found) < len(words):
                left_out = text_of(words[: len(words) - len(found)])
                notes.remark(Message("«{text}» tas ikke med.", {"text": quoted(left_out)}), place)
            return text
    return text_of(words)
