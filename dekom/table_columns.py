"""From headings to columns: what is known, what must be asked about, and what stands twice."""

from collections.abc import Sequence
from dataclasses import replace

from dekom.i18n import Message
from dekom.model import RecipientKind
from dekom.money import quoted
from dekom.table_headings import Headings, compact, is_scaled
from dekom.table_model import AMOUNT_ROLES, ROLE_NAMES, Column, Known
from dekom.table_notes import LEFT_OUT, Notes

NEW_UH, NEW_OTHER = "ny:uh", "ny:andre"
_ROLE, _RECIPIENT = "rolle:", "mottaker:"


def read_heading(index: int, text: str, place: str, headings: Headings, notes: Notes) -> Column:
    """Return the column under a heading, and say so where a recipient was recognised by a short name."""
    if is_scaled(text):
        said = Message("«{text}» er ikke i hele kroner. Gjør om til hele kroner.", {"text": quoted(text)})
        notes.error(said, place)
    heading = headings.read(text)
    if heading is None:
        return Column(index, text, place)
    if not heading.is_exact:
        said = Message("«{text}» er lest som {name}.", {"text": quoted(text), "name": heading.recipient_name})
        notes.remark(said, place)
    return Column(
        index,
        text,
        place,
        heading.role,
        heading.recipient,
        heading.recipient_kind,
        heading.recipient_name,
        heading.is_within,
        heading.year,
    )


def check_years(columns: Sequence[Column], known: Known) -> list[Column]:
    """Return the columns, those of another year than the table's as not known: they must be asked about."""
    this_year = known.year or max((c.year for c in columns if c.role in ("behov", "innstilt")), default=0)
    return [replace(c, role="ukjent") if _is_of_another_year(c, this_year) else c for c in columns]


def _is_of_another_year(column: Column, this_year: int) -> bool:
    if not column.year or not this_year:
        return False
    return column.year != (this_year - 1 if column.role == "i_fjor" else this_year)


def check_general_uh(columns: Sequence[Column], known: Known) -> list[Column]:
    """Return the columns, «UH» as not known if there are institutions: it may be one of them, or their sum."""
    named = {recipient.id for recipient in known.recipients}
    meets_uh = any(recipient.kind == "uh" for recipient in known.recipients)
    settled = []
    for column in columns:
        is_general = column.is_uh and column.recipient_kind == "uh" and column.recipient not in named
        others = (c for c in columns if c is not column)
        may_be_sum = meets_uh or any(c.recipient_kind == "uh" or c.role == "ukjent" for c in others)
        settled.append(replace(column, role="ukjent") if is_general and may_be_sum else column)
    return settled


def ask_about(column: Column, columns: Sequence[Column], known: Known, notes: Notes) -> Column:
    """Return an unknown column as it was answered what it is, or still unknown."""
    taken = {c.id for c in columns if c.role != "ukjent"}
    roles = [(f"{_ROLE}{role}", ROLE_NAMES[role]) for role in AMOUNT_ROLES if role not in taken]
    if column.heading.strip():
        text = Message("Hva står i kolonnen «{text}»?", {"text": quoted(column.heading)})
    else:
        text = Message("Kolonne {place} har beløp, men ingen overskrift. Hva står i den?", {"place": column.place})
    recipients = [
        (f"{_RECIPIENT}{r.id}", Message("Beløp til {name}", {"name": r.name}))
        for r in known.recipients
        if r.kind != "ulest" and r.id not in taken
    ]
    new = [
        (NEW_UH, Message("Beløp til en ny UH-institusjon med dette navnet")),
        (NEW_OTHER, Message("Beløp til en annen ny mottaker med dette navnet")),
    ]
    choices = [*roles, *recipients, *(new if column.heading.strip() else []), (LEFT_OUT, Message("Ta ikke med"))]
    answer = notes.ask(f"kolonne {column.index}: {compact(column.heading)}", text, choices, column.place)
    return _as_answered(column, answer, known)


def _as_answered(column: Column, answer: str, known: Known) -> Column:
    kinds: dict[str, RecipientKind] = {NEW_UH: "uh", NEW_OTHER: "andre"}
    if answer == LEFT_OUT:
        return replace(column, role="utelatt")
    if answer in kinds:
        name = " ".join(column.heading.split())
        return replace(column, role="del", recipient=name, recipient_kind=kinds[answer], recipient_name=name)
    if answer.startswith(_RECIPIENT):
        found = next(r for r in known.recipients if r.id == answer.removeprefix(_RECIPIENT))
        return replace(column, role="del", recipient=found.id, recipient_kind=found.kind, recipient_name=found.name)
    for role in AMOUNT_ROLES:
        if answer == f"{_ROLE}{role}":
            return replace(column, role=role)
    return column


def check_sum(columns: Sequence[Column], notes: Notes) -> list[Column]:
    """Return the columns, «Sum» left out beside a need: it is worked out anew. Without one it must be asked about."""
    has_need = any(column.role == "behov" for column in columns)
    for column in columns:
        if column.role == "sum" and has_need:
            text = Message(
                "Kolonnen «{text}» tas ikke med: appen regner ut summene.", {"text": quoted(column.heading)}
            )
            notes.remark(text, column.place)
    return [replace(c, role="utelatt" if has_need else "ukjent") if c.role == "sum" else c for c in columns]


def check_doubles(columns: Sequence[Column], notes: Notes) -> bool:
    """Return whether no column stands twice, and say which do; several may be called «Prosentandel»."""
    seen: dict[str, Column] = {}
    for column in columns:
        if column.is_left_out or column.role == "prosent":
            continue
        first = seen.setdefault(column.id, column)
        if first is not column:
            text = "«{text}» er samme kolonne som «{first}» i {place}. La bare én av dem stå."
            said = {"text": quoted(column.heading), "first": quoted(first.heading), "place": first.place}
            notes.error(Message(text, said), column.place)
    return all(seen.get(column.id, column) is column for column in columns)


def new_recipients(columns: Sequence[Column], known: Known, notes: Notes) -> dict[str, RecipientKind]:
    """Return the recipients that the meeting does not have, kind by name, and say that they are new."""
    names = {recipient.id for recipient in known.recipients}
    found = {c.recipient: c.recipient_kind for c in columns if c.role == "del" and c.recipient not in names}
    for column in columns:
        if column.recipient in found and known.recipients and column.role == "del":
            text = "«{text}» er ikke blant mottakerne i møtet. Kolonnen blir en ny mottaker."
            notes.remark(Message(text, {"text": quoted(column.heading)}), column.place)
    return found
