"""What saving rows would do to a set-up table: which rows come, change and go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dekom.change import RowEdit, Values
from dekom.columns import Value
from dekom.findings import Finding
from dekom.i18n import Message
from dekom.set_up import Row, SetUp, folded, key_of_row, slug
from dekom.set_up_checks import row_findings
from dekom.set_up_rows import Names, Record
from dekom.set_up_tables import NETTVERK, ORDNING, SetUpTable


@dataclass(frozen=True, slots=True)
class Plan:
    """What a save would write. `removed` are the keys of rows that go; what hangs on them is not among the edits."""

    edits: tuple[RowEdit, ...] = ()
    findings: tuple[Finding, ...] = ()
    removed: tuple[Values, ...] = ()
    added: int = 0
    changed: int = 0


def plan_rows(
    set_up: SetUp,
    table: SetUpTable,
    records: Sequence[Record],
    names: Names,
    shown: Iterable[Values] = (),
    sheet: str = "",
    follow_order: bool = False,
) -> Plan:
    """Return what saving the records would do, on top of the set-up as its reader saw it.

    A record without a key is the row that has its natural columns, else a new one. Rows that were `shown` and are
    not among the records go. With `follow_order` the rows stand in the order of the records.
    """
    standing = {_frozen(key_of_row(table, row)): row for row in set_up.rows.get(table.table, ())}
    by_nature: dict[tuple[str, ...], list[Row]] = {}
    for stands in set_up.of(table):
        by_nature.setdefault(_nature(table, stands), []).append(stands)
    kept: list[tuple[Record, Row | None]] = []
    for record in records:
        if record.written.key is not None:
            kept.append((record, standing.get(_frozen(record.written.key))))
        else:
            alike = by_nature.get(_nature(table, record.values), [])
            first = (alike.pop(0) if table.may_repeat else alike[0]) if alike else None
            kept.append((record, first))
    findings = _doubles(table, kept, sheet)
    if findings:
        return Plan(findings=tuple(findings))
    new_rows = _Numbering(set_up, table, names)
    edits: list[RowEdit] = []
    matched = {_frozen(key_of_row(table, row)) for _record, row in kept if row is not None}
    removed = [key for key in shown if _frozen(key) not in matched]
    is_moved = follow_order and not _in_order(set_up, table, [row for _record, row in kept])
    added = changed = 0
    for position, (record, row) in enumerate(kept):
        findings += row_findings(set_up, table, record, row, names, sheet)
        values = dict(record.values)
        if table.is_ordered and table.own_id != "position" and (is_moved or row is None):
            values["position"] = position if is_moved else new_rows.next_position()
        if row is not None and _stays(table, row, values):
            edit = _changed(set_up.meeting_id, table, row, values)
            changed += edit is not None
            edits += [edit] if edit else []
            if table is NETTVERK and edit:
                edits += _first_amount(set_up, row, values)
            continue
        if row is not None:
            removed.append(key_of_row(table, row))
            columns = [c.field for c in table.columns] + (["position"] if table.is_ordered else [])
            values = {**{column: row[column] for column in columns}, **values}
        edits += new_rows.added(values)
        added += 1
    return Plan(tuple(edits), tuple(findings), tuple(removed), added, changed)


def _in_order(set_up: SetUp, table: SetUpTable, rows: Sequence[Row | None]) -> bool:
    """Return whether rows stand as they stood, and new ones (None) last."""
    kept = [id(row) for row in rows if row is not None]
    stood = [id(row) for row in set_up.of(table) if id(row) in set(kept)]
    return kept == stood and None not in rows[: len(kept)]


def _stays(table: SetUpTable, row: Row, values: Mapping[str, Value]) -> bool:
    """Return whether a row keeps its key with the values it gets."""
    return all(column not in values or values[column] == row[column] for column in table.key)


def _changed(meeting_id: str, table: SetUpTable, row: Row, values: Mapping[str, Value]) -> RowEdit | None:
    after = {c: v for c, v in values.items() if c not in table.key and row[c] != v}
    if not after:
        return None
    key = {"meeting_id": meeting_id, **key_of_row(table, row)}
    return RowEdit(table.table, key, {c: row[c] for c in after}, after)


def _first_amount(set_up: SetUp, row: Row, values: Mapping[str, Value]) -> list[RowEdit]:
    """Return the edit that lets a network without an innstilt amount get its draft; one it has is the forum's."""
    opening_kr = values.get("opening_kr")
    place = {"ordning": row["ordning"], "nettverk_id": row["nettverk_id"]}
    stands = next(r for r in set_up.rows["innstilling"] if all(r[c] == v for c, v in place.items()))
    if opening_kr is None or stands["innstilt_kr"] is not None:
        return []
    key = {"meeting_id": set_up.meeting_id, **place}
    return [RowEdit("innstilling", key, {"innstilt_kr": None}, {"innstilt_kr": opening_kr})]


class _Numbering:
    """The ids and places of the rows that are added to a table."""

    def __init__(self, set_up: SetUp, table: SetUpTable, names: Names) -> None:
        self.set_up, self.table, self.names = set_up, table, names
        rows = set_up.rows.get(table.table, ())
        self.taken = {str(row[table.own_id]) for row in rows} if table.own_id else set()
        self.last = max((int(row["position"]) for row in rows), default=-1) if table.is_ordered else -1

    def next_position(self) -> int:
        self.last += 1
        return self.last

    def added(self, values: Mapping[str, Value]) -> list[RowEdit]:
        """Return the edits that add a row: its own, and that of the innstilling of a new network."""
        table, row = self.table, self._whole(values)
        if table is ORDNING:
            self.names.ordninger.add(str(row["ordning"]))
        key: dict[str, Value] = {"meeting_id": self.set_up.meeting_id}
        key |= {column: row.pop(column) for column in table.key}
        edits = [RowEdit(table.table, key, None, row)]
        if table is NETTVERK:
            innstilling: Values = {"innstilt_kr": row["opening_kr"], "begrunnelse": ""}
            edits.append(RowEdit("innstilling", key, None, innstilling))
        return edits

    def _whole(self, values: Mapping[str, Value]) -> dict[str, Value]:
        table = self.table
        row: dict[str, Value] = {c.field: None if c.kind in {"kr", "antall"} else "" for c in table.columns}
        row |= values
        if table.own_id == "position":
            row["position"] = self.next_position()
        elif table.own_id and table.own_id not in values:
            name = str(row[table.named_by])
            expected = self.names.find(table.table, name, str(row.get("ordning", "")))
            row_id = expected if expected and expected not in self.taken else slug(name, self.taken)
            row[table.own_id] = row_id
            self.taken.add(row_id)
            self.names.add(table, name, row_id, str(row.get("ordning", "")))
        return row


def _doubles(table: SetUpTable, kept: Sequence[tuple[Record, Row | None]], sheet: str) -> list[Finding]:
    """Return a finding for each row that says the same as an earlier one in the columns people tell rows apart by."""
    seen: dict[tuple[str, ...], str] = {}
    findings: list[Finding] = []
    if table.may_repeat:
        return findings
    for record, row in kept:
        whole = {**(row or {}), **record.values}
        if any(column not in whole for column in table.natural):
            continue
        nature = _nature(table, whole)
        if nature in seen:
            name = Message("«{text}»", {"text": " · ".join(record_names(table, record))})
            text = "{name} står mer enn én gang i {table} (også {place}). La én stå."
            said = {"name": name, "table": table.title, "place": seen[nature]}
            findings.append(Finding(Message(text, said), sheet, record.written.place))
        seen.setdefault(nature, record.written.place)
    return findings


def record_names(table: SetUpTable, record: Record) -> list[str]:
    """Return what is written in the columns that people tell the row apart by."""
    cells = [record.written.cells.get(column) for column in table.natural]
    return [str(cell.value) for cell in cells if cell is not None and not cell.is_empty]


def _nature(table: SetUpTable, row: Row) -> tuple[str, ...]:
    return tuple(folded(row.get(column) or "") for column in table.natural)


def _frozen(key: Values) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(key.items(), key=lambda item: item[0]))
