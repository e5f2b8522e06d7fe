"""The percentage columns of a table: what each is a percentage of."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dekom.grid import Cell
from dekom.i18n import Message
from dekom.money import Refused, quoted
from dekom.table_cells import is_blank, read_percent_cell
from dekom.table_headings import compact
from dekom.table_model import Column, Role, TableRow
from dekom.table_notes import LEFT_OUT, Notes
from dekom.table_parts import POINT, parts_of

_PARTS: tuple[Role, ...] = ("nettverk_pct", "uh_pct")


def percent_by_position(columns: Sequence[Column]) -> list[Column]:
    """Return the columns, each «Prosentandel» as that of the parts just left of it.

    It is left as it is where something else than a part stands to the left, and where two would be of the same parts.
    A percentage that says what it is of is about the amount to the left of it.
    """
    found: dict[int, Role] = {}
    settled, left = [], None
    for column in columns:
        placed = column
        if column.role in ("av_behov", "av_sum") and left is not None:
            placed = replace(column, recipient=left.id)
        elif column.role == "prosent" and left is not None and left.is_part:
            found[column.index] = "nettverk_pct" if left.is_own else "uh_pct"
        elif not column.is_percent:
            left = column
        settled.append(placed)
    taken = [*found.values(), *(column.role for column in columns)]
    alone = {index: role for index, role in found.items() if taken.count(role) == 1}
    return [replace(column, role=alone.get(column.index, column.role)) for column in settled]


def percent_by_figures(columns: Sequence[Column], rows: Sequence[TableRow]) -> list[Column]:
    """Return the columns, «Prosentandel» as the parts whose share of the need its figures are.

    Where no part stands to the left, the figures tell if they fit one only; where they fit the other parts in more
    rows than those to the left, it is not known.
    """
    by_position = percent_by_position(columns)
    settled = list(by_position)
    for place, (column, placed) in enumerate(zip(columns, by_position, strict=True)):
        if column.role != "prosent":
            continue
        fits = {role: _fitting_rows(column, role, rows) for role in _PARTS}
        taken = {other.role for other in settled} - {placed.role}
        free = [role for role in _PARTS if fits[role] and role not in taken]
        if placed.role != "prosent" and fits[placed.role] < max(fits.values()):
            settled[place] = column
        elif placed.role == "prosent" and len(free) == 1:
            settled[place] = replace(column, role=free[0])
    return settled


def ask_of_what(columns: Sequence[Column], notes: Notes) -> list[Column]:
    """Return the columns, each percentage that is still not known as it was answered what it is of."""
    settled, left = list(columns), None
    for place, column in enumerate(columns):
        if column.role == "prosent":
            settled[place] = _answered(column, left, {other.role for other in settled}, notes)
        elif not column.is_percent:
            left = column
    return settled


def _answered(column: Column, left: Column | None, taken: set[Role], notes: Notes) -> Column:
    names = {"nettverk_pct": Message("Nettverkets del av behovet"), "uh_pct": Message("Delen av behovet til UH")}
    choices: list[tuple[str, Message]] = [(role, names[role]) for role in _PARTS if role not in taken]
    if left is not None and not left.is_left_out and left.role != "behov":
        said = {"column": left.name}
        choices.append(("av_behov", Message("Prosent av behovet, for {column}", said)))
        choices.append(("av_sum", Message("Prosent av summen, for {column}", said)))
    choices.append((LEFT_OUT, Message("Ta ikke med")))
    question = Message("Hva er tallene i «{text}» prosent av?", {"text": quoted(column.heading)})
    answer = notes.ask(f"prosent {column.index}: {compact(column.heading)}", question, choices, column.place)
    if answer == LEFT_OUT:
        return replace(column, role="utelatt_prosent")
    roles: tuple[Role, ...] = (*_PARTS, "av_behov", "av_sum")
    role = next((role for role in roles if role == answer), column.role)
    return replace(column, role=role, recipient=left.id if left is not None and role.startswith("av_") else "")


def is_of_shares(column: Column, cells: Iterable[Cell], notes: Notes) -> bool:
    """Return whether the numbers of a percentage column are shares (0,39 is 39 %), and say so."""
    stated = []
    for cell in cells:
        if is_blank(cell) or cell.is_percent or "%" in str(cell.value):
            continue
        try:
            stated.append(read_percent_cell(cell, column) or 0)
        except Refused:
            return False
    found = any(number != int(number) for number in stated) and all(number <= 1 for number in stated)
    if found:
        said = Message("«{text}» er lest som andeler: 0,4 er 40 %.", {"text": quoted(column.heading)})
        notes.remark(said, column.place)
    return found


def _fitting_rows(column: Column, role: Role, rows: Sequence[TableRow]) -> int:
    """Return in how many rows a percentage is right as that of the network's part, or of UH's."""
    count = 0
    for row in rows:
        percent = next((f.percent for f in row.figures if f.columns[0].index == column.index), None)
        parts = parts_of((figure.columns[0], figure.kr) for figure in row.figures)
        if percent is None or not parts.can_be_added or not parts.need:
            continue
        totals = parts.own_totals if role == "nettverk_pct" else (parts.uh or 0,)
        count += any(abs(percent * parts.need - 100 * kr) <= POINT * parts.need for kr in totals)
    return count
