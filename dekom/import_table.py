"""A meeting's plain table, as on a slide, read into the same kind of plan as a workbook of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dekom.change import RowEdit, Values
from dekom.columns import Value
from dekom.findings import Finding
from dekom.grid import Grid
from dekom.i18n import Message, render
from dekom.import_plan import ImportPlan
from dekom.meeting_table import read_meeting_table
from dekom.model import Recipient
from dekom.printed import printed_edits
from dekom.set_up import Row, SetUp, key_of_row
from dekom.set_up_plan import Plan, plan_rows
from dekom.set_up_rows import Names, Record, Written
from dekom.set_up_tables import GRUNNLAG, NETTVERK, RECIPIENT, SHARE, UNCERTAIN, SetUpTable
from dekom.table_model import Known, MeetingTable, NetworkRow, Question

_FIELD_OF = {
    "i_fjor": "last_year_kr",
    "innstilt": "opening_kr",
    "behov": "need_kr",
    "egenfinansiering": "egenfinansiering_kr",
}
_PARTS = ("nettverk", "koordinator", "uh")


def plan_table(
    set_up: SetUp, ordning: str, grid: Grid, source: str, answers: dict[str, str]
) -> tuple[ImportPlan, tuple[Question, ...]]:
    """Return what a meeting's table would do to an ordning, and what must be answered first.

    How a need splits is replaced as a whole for the networks of the table; what the table prints is kept for the
    Tallkontroll.
    """
    table = _without_lone_koordinator(read_meeting_table(grid, _known(set_up, ordning), answers))
    names = Names.of(set_up)
    plans: dict[str, Plan] = {}
    recipients = [_record({"name": name, "kind": kind}) for name, kind in table.new_recipients.items()]
    plans["recipient"] = plan_rows(set_up, RECIPIENT, recipients, names)
    plans["nettverk"] = plan_rows(set_up, NETTVERK, [_nettverk(set_up, ordning, row) for row in table.rows], names)
    rows = [(row, row.nettverk_id or names.find("nettverk", row.name, ordning) or "") for row in table.rows]
    bases = [_record(dict(_basis(ordning, i, row)), row.place) for row, i in rows if _has_basis(row)]
    plans["grunnlag"] = plan_rows(set_up, GRUNNLAG, bases, names)
    shares = [_record(values) for row, i in rows for values in _shares(ordning, i, row, names)]
    plans["share"] = _replaced(set_up, SHARE, shares, names, {(ordning, i) for row, i in rows if row.shares})
    remarks = [_record(values) for row, i in rows for values in _remarks(set_up, ordning, i, row)]
    stated: set[tuple[str, ...]] = {(ordning, i, field) for row, i in rows for field in _stated_fields(row)}
    plans["uncertain"] = _replaced(set_up, UNCERTAIN, remarks, names, stated)
    printed = [(ordning, replace(figure, table=source)) for figure in table.printed]
    edits = tuple(printed_edits(set_up, printed, names)) if table.rows else ()
    findings = (*table.findings, *(finding for plan in plans.values() for finding in plan.findings))
    return ImportPlan(set_up, source, plans, findings, edits), table.questions


def _without_lone_koordinator(table: MeetingTable) -> MeetingTable:
    """Return the table without its koordinator where it says nothing else of how the needs split.

    The koordinator is part of the network's own amount: alone it says neither that amount nor anybody else's.
    """
    shares = [share for row in table.rows for share in row.shares]
    if not shares or any(share.koordinator_kr != share.amount_kr for share in shares):
        return table
    text = "Koordinator tas ikke med: tabellen sier ikke hvordan behovet ellers er delt."
    return replace(
        table,
        rows=tuple(replace(row, shares=()) for row in table.rows),
        printed=tuple(figure for figure in table.printed if figure.column != "koordinator"),
        findings=(*table.findings, Finding(Message(text), severity="merknad")),
    )


def _known(set_up: SetUp, ordning: str) -> Known:
    recipients = [Recipient(r["recipient_id"], r["name"], r["kind"]) for r in set_up.of(RECIPIENT)]
    networks = {r["nettverk_id"]: r["name"] for r in set_up.of(NETTVERK, {"ordning": ordning})}
    return Known(networks, tuple(recipients), int(str((set_up.meeting or {})["held_on"])[:4]))


def _record(values: Values, place: str = "", key: Values | None = None) -> Record:
    return Record(values, Written({}, place, key))


def _nettverk(set_up: SetUp, ordning: str, row: NetworkRow) -> Record:
    values: dict[str, Value] = {"ordning": ordning}
    if not row.nettverk_id:
        values["name"] = row.name
    for role in ("i_fjor", "innstilt"):
        if row.amounts.get(role) is not None:
            values[_FIELD_OF[role]] = row.amounts[role]
    return _record(
        values, row.place, {"ordning": ordning, "nettverk_id": row.nettverk_id} if row.nettverk_id else None
    )


def _has_basis(row: NetworkRow) -> bool:
    return bool(row.shares) or any(row.amounts.get(role) is not None for role in ("behov", "egenfinansiering"))


def _basis(ordning: str, nettverk_id: str, row: NetworkRow) -> Iterator[tuple[str, Value]]:
    yield from (("ordning", ordning), ("nettverk_id", nettverk_id))
    for role in ("behov", "egenfinansiering"):
        if row.amounts.get(role) is not None:
            yield _FIELD_OF[role], row.amounts[role]


def _shares(ordning: str, nettverk_id: str, row: NetworkRow, names: Names) -> Iterator[Values]:
    for share in row.shares:
        recipient_id = names.find("recipient", share.recipient_id, "") or share.recipient_id
        place: Values = {"ordning": ordning, "nettverk_id": nettverk_id, "recipient_id": recipient_id}
        yield {
            **place,
            "amount_kr": share.amount_kr,
            "koordinator_kr": share.koordinator_kr,
            "remark": share.remark,
        }


def _remarks(set_up: SetUp, ordning: str, nettverk_id: str, row: NetworkRow) -> Iterator[Values]:
    language = str((set_up.meeting or {}).get("language") or "")
    for field, why in row.uncertain.items():
        place: Values = {"ordning": ordning, "nettverk_id": nettverk_id, "field": field}
        yield {**place, "remark": render(why, language=language)}


def _stated_fields(row: NetworkRow) -> set[str]:
    """Return the fields that the row says something about: an earlier doubt about them is over."""
    fields = {role for role in ("i_fjor", "behov", "egenfinansiering") if row.amounts.get(role) is not None}
    return fields | (set(_PARTS) if row.shares else set()) | set(row.uncertain)


def _replaced(
    set_up: SetUp, table: SetUpTable, records: Sequence[Record], names: Names, places: set[tuple[str, ...]]
) -> Plan:
    """Return a plan where rows that stand in some places, and are not among the records, go."""
    width = len(next(iter(places))) if places else 0
    standing = {
        tuple(key_of_row(table, row).items()): row
        for row in set_up.of(table)
        if tuple(row[c] for c in table.natural[:width]) in places
    }
    plan = plan_rows(set_up, table, records, names, [dict(key) for key in standing])
    gone = [_deleted(set_up, table, standing[tuple(key.items())]) for key in plan.removed]
    return replace(plan, edits=(*gone, *plan.edits), removed=())


def _deleted(set_up: SetUp, table: SetUpTable, row: Row) -> RowEdit:
    key = {"meeting_id": set_up.meeting_id, **key_of_row(table, row)}
    return RowEdit(table.table, key, {c: v for c, v in row.items() if c not in key}, None)
