"""The figures of one row of a table with columns, cell by cell."""

from collections.abc import Collection, Mapping, Sequence
from itertools import product

from dekom.grid import Cell
from dekom.i18n import Message
from dekom.money import Refused, quoted
from dekom.table_cells import cell_text, is_blank, read_kroner_cell, read_percent_cell
from dekom.table_model import Column, Figure, RowKind
from dekom.table_names import squeezed
from dekom.table_notes import Notes
from dekom.table_parts import parts_of

_MOST_COMBINATIONS = 64

Several = Mapping[Column, tuple[Cell, tuple[int, ...]]]


def has_figures(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Return whether anything stands in one of the columns."""
    return any(not is_blank(cells[c.index]) for c in columns if c.index < len(cells))


def figures_of(
    cells: Sequence[Cell], kind: RowKind, columns: Sequence[Column], shares: Collection[int], notes: Notes
) -> tuple[Figure, ...]:
    """Return the figures of a row in the order of the columns, and say which cells cannot be read.

    `shares` are the columns where 0,39 is 39 %. What is wrong in a sum row is only said: it is kept beside the rest.
    """
    say_wrong = notes.error if kind == "nettverk" else notes.remark
    figures: list[Figure] = []
    several: dict[Column, tuple[Cell, tuple[int, ...]]] = {}
    for column in columns:
        cell = cells[column.index] if column.index < len(cells) else Cell(None)
        if column.is_left_out or is_blank(cell):
            continue
        if column.is_percent:
            try:
                figures.append(Figure((column,), percent=read_percent_cell(cell, column, column.index in shares)))
            except Refused as refused:
                say_wrong(refused.message, cell.place)
            continue
        reading = read_kroner_cell(cell)
        if reading.problem is not None:
            say_wrong(reading.problem, cell.place)
        elif len(reading.amounts) > 1:
            several[column] = (cell, reading.amounts)
        else:
            figures.append(Figure((column,), reading.amounts[0]))
            if reading.is_joined:
                _say_joined(reading.amounts[0], cell, notes)
    figures += _chosen(figures, several, notes)
    return tuple(sorted(figures, key=lambda figure: figure.columns[0].index))


def _chosen(certain: Sequence[Figure], several: Several, notes: Notes) -> list[Figure]:
    """Return the amounts of cells that can be read in several ways, as the parts add up or as it is answered."""
    fitting = _adding_up(certain, several)
    chosen = []
    for place, (column, (cell, amounts)) in enumerate(several.items()):
        found = {combination[place] for combination in fitting}
        if len(found) == 1 and (column.role == "behov" or column.is_part):
            (kr,) = found
            _say_joined(kr, cell, notes)
            chosen.append(Figure((column,), kr))
        elif answer := _ask(cell, amounts, notes):
            chosen.append(Figure((column,), int(answer)))
    return chosen


def _ask(cell: Cell, amounts: Sequence[int], notes: Notes) -> str:
    text = cell_text(cell.value)
    question = Message("«{text}» kan være flere beløp. Hvilket er riktig?", {"text": quoted(text)})
    choices = [(str(kr), Message("{kr:kr}", {"kr": kr})) for kr in amounts]
    return notes.ask(f"beløp {cell.place}: {squeezed(text)}", question, choices, cell.place)


def _adding_up(certain: Sequence[Figure], several: Several) -> list[tuple[int, ...]]:
    """Return the combinations of amounts that make the parts add up to the need."""
    options = [amounts for _cell, amounts in several.values()]
    total = 1
    for amounts in options:
        total *= len(amounts)
    if not several or total > _MOST_COMBINATIONS:
        return []
    known = [(figure.columns[0], figure.kr) for figure in certain]
    return [chosen for chosen in product(*options) if parts_of([*known, *zip(several, chosen, strict=True)]).fitting]


def _say_joined(kr: int, cell: Cell, notes: Notes) -> None:
    notes.remark(Message("{kr:kr} er satt sammen over linjeskift.", {"kr": kr}), cell.place)
