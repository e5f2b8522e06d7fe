"""Rows of a set-up table as somebody wrote them, in the app or in a workbook, read into values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dekom.change import Values
from dekom.columns import Column, Value, read_cell, written
from dekom.findings import Finding
from dekom.grid import Cell
from dekom.i18n import LANGUAGES, Message, render
from dekom.money import Refused, quoted
from dekom.set_up import SetUp, folded, slug
from dekom.set_up_tables import SET_UP_TABLES, SetUpTable, table_named


@dataclass(frozen=True, slots=True)
class Written:
    """A row as written. A column that is not among the cells is not stated. `key` is that of a row that stands."""

    cells: Mapping[str, Cell]
    place: str = ""
    key: Values | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A row as read, with ids for names. Only what was stated is among the values."""

    values: Mapping[str, Value]
    written: Written


@dataclass
class Names:
    """What people call the rows that others refer to, with those that are about to be added, and the ordninger."""

    ids: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    ordninger: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, set_up: SetUp) -> "Names":
        """Return the names of a set-up. A name of a network counts within its ordning, and in the whole meeting."""
        names = cls(ordninger=set(set_up.ordninger))
        for table in SET_UP_TABLES:
            for row in set_up.rows.get(table.table, ()) if table.own_id else ():
                names.add(table, str(row[table.named_by]), str(row[table.own_id]), str(row.get("ordning", "")))
        return names

    def add(self, table: SetUpTable, name: str, row_id: str, ordning: str) -> None:
        for scope in {ordning, ""}:
            self.ids.setdefault((table.table, scope), {}).setdefault(folded(name), row_id)

    def expect(self, table: SetUpTable, rows: Sequence["Written"]) -> None:
        """Know what rows will be called that name each other, such as groups: a new one gets its id beforehand."""
        if table.table not in {column.refers_to for column in table.columns}:
            return
        for row in rows:
            cell = row.cells.get(table.named_by)
            name = "" if cell is None or cell.is_empty else written(cell.value)
            if not name or self.find(table.table, name, "") is not None:
                continue
            taken = self.ids.get((table.table, ""), {}).values()
            self.add(table, name, str(row.key[table.own_id]) if row.key else slug(name, taken), "")

    def find(self, table_name: str, name: str, ordning: str) -> str | None:
        scope = ordning if table_named(table_name).is_of_ordning else ""
        return self.ids.get((table_name, scope), {}).get(folded(name))


def read_rows(
    table: SetUpTable, rows: Sequence[Written], names: Names, fixed: Values, sheet: str = ""
) -> tuple[list[Record], list[Finding]]:
    """Return the rows as read, and what stands in the way. `fixed` fills columns that are left empty."""
    names.expect(table, rows)
    records, findings = [], []
    for row in rows:
        values: dict[str, Value] = {}
        for column in table.columns:
            cell = row.cells.get(column.field)
            if cell is None and not (column.is_required and row.key is None):
                continue
            cell = cell or Cell(None, row.place)
            try:
                values[column.field] = _value(column, cell, values, names, fixed)
            except Refused as refused:
                findings.append(Finding(refused.message, sheet, cell.place or row.place))
        records.append(Record({**fixed, **values}, row))
    return records, findings


def _value(column: Column, cell: Cell, earlier: Mapping[str, Value], names: Names, fixed: Values) -> Value:
    if cell.is_empty and column.field in fixed:
        return fixed[column.field]
    value = read_cell(column, cell)
    if value in (None, ""):
        return value
    if column.kind == "valg":
        return choice_of(column, str(value))
    if column.kind == "flere valg":
        return ";".join(choice_of(column, part.strip()) for part in str(value).split(";") if part.strip())
    if column.refers_to:
        ordning = str({**fixed, **earlier}.get("ordning", "") or "")
        found = names.find(column.refers_to, str(value), ordning)
        if found is None:
            text = "{heading}: «{text}» finnes ikke. Skriv navnet slik det står, eller legg det til først."
            raise Refused(Message(text, {"heading": column.heading, "text": quoted(written(value))}))
        return found
    return value


def choice_of(column: Column, text: str) -> str:
    """Return the value that a word stands for, in either language; raise `Refused` with the words there are."""
    for choice in column.choices:
        words = {render(choice.word, language=language) for language in LANGUAGES}
        if folded(text) in {folded(choice.value), *map(folded, words)}:
            return choice.value
    said = {
        "heading": column.heading,
        "text": quoted(text),
        "choices": [Message("«{word}»", {"word": c.word}) for c in column.choices],
    }
    raise Refused(Message("{heading}: «{text}» er ikke et av valgene. Skriv ett av disse: {choices}.", said))
