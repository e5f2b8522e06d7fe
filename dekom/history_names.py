"""What people call the rows that the history is about, also those that are gone."""

from collections.abc import Iterable, Mapping

from dekom.change import Entry, RowEdit, Values
from dekom.groupwork import GroupWork
from dekom.i18n import Message
from dekom.model import Case
from dekom.proceedings import Proceedings
from dekom.rules import RULES
from dekom.set_up import word_of
from dekom.set_up_tables import SET_UP_TABLES, UNCERTAIN_FIELDS
from dekom.whole_rules import WHOLE_RULES

Names = Mapping[tuple[str, str, str], str]
"""Names by table, ordning and id. The ordning is "" for what belongs to the whole meeting."""

_RULES = {rule.id: rule.title for rule in RULES} | {rule.id: rule.title for rule in WHOLE_RULES}
# Which column tells the rows of a table apart, and which one names them.
_NAMED: dict[str, tuple[str, str]] = {
    **{t.table: (t.own_id, t.named_by) for t in SET_UP_TABLES if t.own_id.endswith("_id")},
    "set_aside": ("set_aside_id", "name"),
    "scenario": ("scenario_id", "name"),
    "ballot": ("ballot_id", "subject"),
    "statement": ("statement_id", "who"),
    "inhabilitet": ("inhabilitet_id", "who"),
    "attachment": ("attachment_id", "name"),
}
_TABLE_OF_ID = {own_id: table for table, (own_id, _named_by) in _NAMED.items()}


def names_of(cases: Iterable[Case], work: GroupWork, proceedings: Proceedings) -> Names:
    """Return what stands in a meeting by name."""
    found: dict[tuple[str, str, str], str] = {}
    for case in cases:
        found |= {("nettverk", case.ordning, n.id): n.name for n in case.nettverk}
        found |= {("frame_line", case.ordning, line.id): case.line_name(line) for line in case.lines}
        found |= {("set_aside", case.ordning, item.id): item.name for item in case.set_asides}
        found |= {("recipient", "", r.id): r.name for r in case.recipients.values()}
    found |= {("gruppe", "", g.id): g.name for g in work.grupper} | {("room", "", r.id): r.name for r in work.rooms}
    for sheet in work.sheets:
        found["sheet", "", sheet.id] = sheet.title
        found |= {("question", "", f"{sheet.id}/{q.id}"): q.text for q in sheet.questions}
    found |= {("agenda_item", "", i.id): " ".join(filter(None, (i.sak, i.title))) for i in proceedings.items}
    found |= {("seat", "", s.id): " ".join(filter(None, (s.organisation, s.role))) for s in proceedings.seats}
    return found | {("ballot", "", b.id): b.subject for b in proceedings.ballots}


def with_names_told(names: Names, newest_first: Iterable[Entry]) -> Names:
    """Add the names that the changes themselves tell: of rows that are gone, and what `names` does not hold."""
    told: dict[tuple[str, str, str], str] = {}
    for entry in newest_first:
        for edit in reversed(entry.edits):
            for values in (edit.after or {}, edit.before or {}):
                _tell(told, edit, values)
    return told | dict(names)


def _tell(told: dict[tuple[str, str, str], str], edit: RowEdit, values: Values) -> None:
    if edit.table == "question" and "text" in values:
        told.setdefault(("question", "", f"{edit.key['sheet_id']}/{edit.key['question_id']}"), str(values["text"]))
    elif edit.table in _NAMED:
        own_id, named_by = _NAMED[edit.table]
        if values.get(named_by):
            place = edit.table, str(edit.key.get("ordning", "")), str(edit.key[own_id])
            told.setdefault(place, str(values[named_by]))


def name_of(names: Names, table: str, row_id: str, ordning: str = "") -> str:
    """Return what a row is called, its id where nothing tells; a network also where its ordning is not known."""
    for place in ((table, ordning, row_id), (table, "", row_id)):
        if place in names:
            return names[place]
    elsewhere = (name for (of, _ordning, i), name in names.items() if (of, i) == (table, row_id))
    return next(elsewhere, row_id)


def about_row(names: Names, edit: RowEdit, ordning: str) -> list[Message]:
    """Return what tells a row from the others of its table, but for the network: group, question, agenda item …"""
    key, found = edit.key, []
    if "question_id" in key:
        question = name_of(names, "question", f"{key['sheet_id']}/{key['question_id']}")
        return [_text(name_of(names, "gruppe", str(key["gruppe_id"])))] * ("gruppe_id" in key) + [_text(question)]
    for column, value in key.items():
        if column in {"meeting_id", "ordning", "nettverk_id"}:
            continue
        if column in _TABLE_OF_ID:
            name = name_of(names, _TABLE_OF_ID[column], str(value), ordning)
            found += [_text(name)] * (name != value)  # an id of ours says nothing
        elif column == "rule_id":
            found.append(_RULES.get(str(value), _text(str(value))))
        elif column == "field":
            found.append(word_of(UNCERTAIN_FIELDS, str(value)))
        elif column == "number":
            found.append(Message("Versjon {n}", {"n": value}))
        elif column == "subject_id":
            table = "nettverk" if key["kind"] == "nettverk" else "recipient"
            found.append(_text(name_of(names, table, str(value))))
        elif column in {"email", "table_name", "row_name"}:
            found.append(_text(str(value)))
    return found


def _text(text: str) -> Message:
    return Message("{text}", {"text": text})
