"""Every change of anything in a meeting as lines that people read: when, who, what, which field, from, to, why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dekom.change import Entry, RowEdit
from dekom.history_fields import NOTHING, field_of, moment_text, title_of, value_text
from dekom.history_names import Names, about_row, name_of, with_names_told
from dekom.i18n import BOKMAL, Message, render

NO_FIELD = Message("")


@dataclass(frozen=True, slots=True)
class Line:
    """One field that a change wrote, or the change itself where it wrote none. `made_at` is in UTC.

    `nettverk_id` and `nettverk` are "" where no network is meant; `about` is what else the row is about.
    """

    change_id: int
    made_at: datetime
    who: str
    what: Message
    why: str
    topic: str
    ordning: str
    nettverk_id: str = ""
    nettverk: str = ""
    about: Message = NO_FIELD
    field: Message = NO_FIELD
    before: Message = NO_FIELD
    after: Message = NO_FIELD

    @property
    def time(self) -> str:
        """When it was made, on a Norwegian clock."""
        return moment_text(self.made_at)

    def texts(self, language: str = BOKMAL) -> tuple[str, ...]:
        """Return the line as text: when, who, what, network, about, field, from, to, why."""
        said = [render(m, language=language) for m in (self.what, self.about, self.field, self.before, self.after)]
        what, about, field, before, after = said
        return self.time, self.who, what, self.nettverk, about, field, before, after, self.why


HEADINGS = (
    Message("Når"),
    Message("Hvem"),
    Message("Hva"),
    Message("Nettverk"),
    Message("Gjelder"),
    Message("Felt"),
    Message("Fra"),
    Message("Til"),
    Message("Hvorfor"),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; what is "" or None asks for nothing. `since` and `until` are in UTC, both included.

    `text` is looked for in all that a line says, spaces and case aside. `without` are topics to leave out.
    """

    text: str = ""
    who: str = ""
    nettverk_id: str = ""
    topics: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    def takes(self, line: Line, language: str = BOKMAL) -> bool:
        """Return whether a line is one of those that are wanted, as it reads in a language."""
        return (
            (not self.who or line.who == self.who)
            and (not self.nettverk_id or line.nettverk_id == self.nettverk_id)
            and (not self.topics or line.topic in self.topics)
            and line.topic not in self.without
            and (self.since is None or line.made_at >= self.since)
            and (self.until is None or line.made_at <= self.until)
            and (not self.text or _closed_up(self.text) in _closed_up("\n".join(line.texts(language))))
        )


def what_of(entry: Entry) -> Message:
    """Return what a change did in words, and whether it took another back or made it again."""
    if entry.kind == "endring":
        return entry.what
    return Message("Angret: {what}" if entry.kind == "angre" else "Gjort om igjen: {what}", {"what": entry.what})


def history_lines(entries: Sequence[Entry], names: Names) -> Iterator[Line]:
    """Return the lines of some changes, in the order of the changes. `names` is what stands in the meeting."""
    known = with_names_told(names, sorted(entries, key=lambda entry: -entry.change_id))
    for entry in entries:
        lines = [line for edit in entry.edits for line in _edit_lines(entry, edit, known)]
        yield from lines or [_line(entry)]


def _edit_lines(entry: Entry, edit: RowEdit, names: Names) -> Iterator[Line]:
    """Return a line for every field that an edit wrote; a row that holds none is said to be there or not."""
    before, after = edit.before or {}, edit.after or {}
    fields = {c: f for c in {**before, **after} if (f := field_of(edit.table, c)) is not None}
    for column, field in fields.items():
        if before.get(column) == after.get(column) or {before.get(column), after.get(column)} <= {None, ""}:
            continue
        values = []
        for value in (before.get(column), after.get(column)):
            if field.kind == "navn" and value:
                name = name_of(names, field.refers_to, str(value), _ordning(entry, edit))
                values.append(Message("{text}", {"text": name}))
            else:
                values.append(value_text(field, edit.table, column, value))
        yield _line(entry, edit, names, field.heading, *values)
    if not fields and (edit.before is None or edit.after is None):
        words = [Message("nei" if row is None else "ja") for row in (edit.before, edit.after)]
        yield _line(entry, edit, names, NO_FIELD, *words)


def _line(
    entry: Entry,
    edit: RowEdit | None = None,
    names: Names | None = None,
    field: Message = NO_FIELD,
    before: Message = NOTHING,
    after: Message = NOTHING,
) -> Line:
    start = (entry.change_id, entry.made_at, entry.who, what_of(entry), entry.why, entry.topic)
    if edit is None or names is None:
        return Line(*start, entry.ordning)
    ordning, nettverk_id = _ordning(entry, edit), str(edit.key.get("nettverk_id", ""))
    nettverk = name_of(names, "nettverk", nettverk_id, ordning) if nettverk_id else ""
    parts = [m for m in (title_of(edit.table), *about_row(names, edit, ordning)) if m.msgid]
    about = Message("{parts:semikolon}", {"parts": parts})
    return Line(*start, ordning, nettverk_id, nettverk, about, field, before, after)


def _ordning(entry: Entry, edit: RowEdit) -> str:
    return str(edit.key.get("ordning", entry.ordning))


def _closed_up(text: str) -> str:
    """Return a text as it is searched: «800 000» is found as 800000, and the other way round."""
    return "".join(text.split()).casefold()
