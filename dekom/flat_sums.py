"""The sum rows of a flattened table: which column each sum is of, told by what the rows above add up to."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dekom.flat_pieces import Piece
from dekom.flat_questions import MOST_CHOICES, figure_text, say_joined
from dekom.flat_readings import Reading, merged, possible_readings
from dekom.i18n import Message
from dekom.table_model import Column, Figure, TableRow
from dekom.table_names import squeezed
from dekom.table_notes import LEFT_OUT, Notes

# A stated sum may be out of date, but one further from its rows than this is not taken for the sum of them.
NEAR = Fraction(1, 10)

Sums = Mapping[int, int]


def sums_of(rows: Sequence[TableRow]) -> Sums:
    """Return what the networks' figures add up to in kr by column, for the columns where all of them are certain."""
    totals: dict[int, int] = {}
    open_columns: set[int] = set()
    for figure in (figure for row in rows for figure in row.figures):
        if figure.column is None:
            open_columns |= {column.index for column in figure.columns}
        elif figure.kr is not None:
            totals[figure.column.index] = totals.get(figure.column.index, 0) + figure.kr
    open_columns |= {column.index for row in rows for column in row.doubtful}
    return {index: total for index, total in totals.items() if index not in open_columns}


def figures_of_sum(
    place: str, pieces: tuple[Piece, ...], columns: Sequence[Column], sums: Sums, notes: Notes
) -> tuple[Figure, ...]:
    """Return the figures of a sum row: in the only columns they can stand in, or where they are nearest the sums."""
    possible = possible_readings(pieces, columns).possible
    near = [reading for reading in possible if _is_near(reading, sums)]
    most = max((_exact(reading, sums) for reading in near), default=0)
    best = possible if len(possible) == 1 else tuple(r for r in near if _exact(r, sums) == most)
    chosen = best[0] if len(best) == 1 else _asked(place, pieces, best or possible, notes)
    if chosen is None:
        return ()
    if len(possible) > 1 and len(best) == 1:
        texts = [figure_text(figure) for figure in merged([chosen])]
        said = Message("Sumraden er lest slik: {figures:semikolon}.", {"figures": texts})
        notes.remark(said, place)
    say_joined(pieces, chosen, place, notes)
    return merged([chosen])


def _is_near(reading: Reading, sums: Sums) -> bool:
    amounts = [(sums.get(column.index), number.kr) for column, number in reading.placed if number.kr is not None]
    return all(total is not None and abs(kr - total) <= NEAR * total for total, kr in amounts)


def _exact(reading: Reading, sums: Sums) -> int:
    return sum(number.kr is not None and sums.get(column.index) == number.kr for column, number in reading.placed)


def _asked(place: str, pieces: Sequence[Piece], readings: Sequence[Reading], notes: Notes) -> Reading | None:
    choices, by_value = [], {}
    for reading in readings if len(readings) <= MOST_CHOICES else ():
        value = " ".join(f"{column.index}={number.start}-{number.end}" for column, number in reading.placed)
        by_value[value] = reading
        texts = [figure_text(figure) for figure in merged([reading])]
        choices.append((value, Message("{figures:semikolon}", {"figures": texts})))
    digits = squeezed(" ".join(piece.digits for piece in pieces))
    question = Message("Hvilke kolonner hører tallene i sumraden til?")
    choices.append((LEFT_OUT, Message("Ta ikke med raden")))
    return by_value.get(notes.ask(f"sum: {digits}", question, choices, place))
