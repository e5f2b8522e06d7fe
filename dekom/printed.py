"""Sums that a source states, kept beside the numbers they are sums of, for the Tallkontroll."""

from collections.abc import Sequence
from dataclasses import dataclass

from dekom.audit import SUM_ROW
from dekom.change import RowEdit, Values
from dekom.columns import read_cell
from dekom.findings import Finding
from dekom.i18n import Message
from dekom.model import PrintedFigure, sum_known
from dekom.money import Refused
from dekom.set_up import SetUp
from dekom.set_up_rows import Names, Record, Written
from dekom.set_up_tables import SetUpTable

_PRINTED_AS = {
    "need_kr": "behov",
    "egenfinansiering_kr": "egenfinansiering",
    "last_year_kr": "i_fjor",
    "opening_kr": "innstilt",
    "tildelt_kr": "tildelt",
}


@dataclass(frozen=True, slots=True)
class StatedSums:
    """What a sheet with sums prints, number by number, and what is said of sums that do not add up."""

    printed: tuple[tuple[str, PrintedFigure], ...] = ()  # with the ordning each belongs to
    findings: tuple[Finding, ...] = ()


def sum_row_figures(table: SetUpTable, records: Sequence[Record], sums: Sequence[Written], source: str) -> StatedSums:
    """Return every figure of a sheet that states sums, and a finding for each sum that its rows do not give."""
    printed: list[tuple[str, PrintedFigure]] = []
    findings: list[Finding] = []
    sheet = source.rpartition(", ")[2]
    ordninger = list(dict.fromkeys(str(r.values.get("ordning", "")) for r in records))
    if len(sums) > 1 or len(ordninger) != 1:
        text = "Arket har en sumrad som ikke kan kontrolleres: det er flere sumrader eller flere ordninger."
        return StatedSums(findings=(Finding(Message(text), sheet, sums[0].place, "merknad"),))
    for column in table.columns:
        name, cell = _PRINTED_AS.get(column.field), sums[0].cells.get(column.field)
        if name is None or cell is None or cell.is_empty:
            continue
        try:
            stated = read_cell(column, cell)
        except Refused as refused:
            findings.append(Finding(refused.message, sheet, cell.place, "merknad"))
            continue
        amounts = [(line, record, record.values.get(column.field)) for line, record in enumerate(records)]
        computed = sum_known(kr for _line, _record, kr in amounts if isinstance(kr, int))
        for line, record, kr in amounts:
            if isinstance(kr, int):
                row = str(record.values.get("nettverk_id") or record.values.get("name") or "")
                printed.append((ordninger[0], PrintedFigure(source, row, name, kr, line=line)))
        assert isinstance(stated, int)
        printed.append((ordninger[0], PrintedFigure(source, SUM_ROW, name, stated, line=len(records))))
        if stated != computed:
            text = "Summen står som {stated:kr}, men radene gir {computed:kr}. Tallkontroll viser forskjellen."
            said = {"stated": stated, "computed": computed}
            findings.append(Finding(Message(text, said), sheet, cell.place, "merknad"))
    return StatedSums(tuple(printed), tuple(findings))


def printed_edits(set_up: SetUp, printed: Sequence[tuple[str, PrintedFigure]], names: Names) -> list[RowEdit]:
    """Return the edits that keep printed figures, under a name that no other table of the meeting has."""
    taken = {row["table_name"] for row in set_up.rows.get("printed_figure", ())}
    edits = []
    for position, (ordning, figure) in enumerate(printed):
        row_id = figure.row if figure.row == SUM_ROW else names.find("nettverk", figure.row, ordning) or figure.row
        key: Values = {
            "meeting_id": set_up.meeting_id,
            "ordning": ordning,
            "table_name": _unlike(figure.table, taken),
            "row_name": row_id,
            "position": position,
        }
        percent = None if figure.percent is None else str(figure.percent)
        figures: Values = {
            "line": figure.line,
            "column_name": names.find("recipient", figure.column, "") or figure.column,
            "amount_kr": figure.kr,
            "percent": percent,
        }
        edits.append(RowEdit("printed_figure", key, None, {**figures, "remark": figure.remark}))
    return edits


def _unlike(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found
