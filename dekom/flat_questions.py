"""What is said and asked of a row of a flattened table: how its figures were placed, or how they could be."""

from collections.abc import Sequence

from dekom.flat_pieces import Piece
from dekom.flat_readings import Reading, Readings, merged, told_when_unknown
from dekom.i18n import Message
from dekom.money import quoted
from dekom.table_model import Column, Figure
from dekom.table_names import squeezed
from dekom.table_notes import LEFT_OUT, Notes

UNSURE = "usikker"
MOST_CHOICES = 10

Way = tuple[str, Message, list[Reading]]


def figures_of_row(
    name: str, place: str, pieces: Sequence[Piece], readings: Readings, columns: Sequence[Column], notes: Notes
) -> tuple[tuple[Figure, ...], tuple[Column, ...]] | None:
    """Return the figures of a network's row, and the columns that something unread may stand in.

    None is a row that is answered to be left out, or not answered at all.
    """
    chosen = list(readings.best) if readings.is_certain else []
    if not chosen:
        ways = _ways(readings.best)
        answer = _ask(name, place, pieces, readings, ways, notes)
        if answer == UNSURE:
            return told_when_unknown(readings) if readings.best else ((), tuple(columns))
        chosen = next((found for value, _message, found in ways if value == answer), [])
        if not chosen:
            return None
    elif len({reading.groups for reading in readings.possible}) > 1:
        said = Message("{name}: tallene er plassert slik at delene summerer til meldt behov.", {"name": quoted(name)})
        notes.remark(said, place)
    say_joined(pieces, chosen[0], place, notes)
    figures = merged(chosen)
    if any(figure.percent == 0 for figure in figures):
        notes.remark(Message("{name}: 0 er lest som 0 %.", {"name": quoted(name)}), place)
    if unread := [figure_text(figure) for figure in figures if figure.column is None]:
        text = "{name}: det er ikke sikkert hvilken kolonne tallene står i. {figures:semikolon}."
        notes.remark(Message(text, {"name": quoted(name), "figures": unread}), place)
    return figures, ()


def say_joined(pieces: Sequence[Piece], reading: Reading, place: str, notes: Notes) -> None:
    """Say which amounts a line break stood in the middle of."""
    for _column, number in reading.placed:
        if any(piece.is_on_new_line for piece in pieces[number.start + 1 : number.end]):
            notes.remark(Message("{kr:kr} er satt sammen over linjeskift.", {"kr": number.kr}), place)


def figure_text(figure: Figure) -> Message:
    """Return a figure with the column it stands in, or the columns it may stand in."""
    columns = [column.name for column in figure.columns]
    if figure.percent is not None:
        return Message("{columns}: {share:eksakt}", {"columns": columns, "share": figure.percent / 100})
    return Message("{columns}: {kr:kr}", {"columns": columns, "kr": figure.kr})


def _ask(name: str, place: str, pieces: Sequence[Piece], readings: Readings, ways: Sequence[Way], notes: Notes) -> str:
    """Ask how a row is to be read. The question is of these figures only: others are another question."""
    choices = [
        *((value, message) for value, message, _readings in ways),
        (UNSURE, Message("Vet ikke: ta med nettverket, og merk tallene som usikre")),
        (LEFT_OUT, Message("Ta ikke med raden")),
    ]
    digits = " ".join(f"{piece.digits or piece.kr or piece.percent}" for piece in pieces)
    return notes.ask(f"tall: {squeezed(name)}: {digits}", _question(name, readings), choices, place)


def _question(name: str, readings: Readings) -> Message:
    said = {"name": quoted(name)}
    if readings.fitting:
        return Message("{name}: tallene kan stå på flere måter som summerer riktig. Hvilken er riktig?", said)
    if readings.possible:
        return Message("{name}: tallene kan stå på flere måter. Hvilken er riktig?", said)
    if not readings.is_bounded:
        return Message("{name}: tallene kan leses på altfor mange måter. Hva skal gjøres med raden?", said)
    return Message("{name}: tallene passer ikke med overskriftene. Hva skal gjøres med raden?", said)


def _ways(best: Sequence[Reading]) -> list[Way]:
    """Return each way to read a row, told by what it does not share with the others; none if they are too many.

    Readings that differ only in which UH column a part stands in are one way.
    """
    by_groups: dict[tuple[tuple[str, int, int], ...], list[Reading]] = {}
    for reading in best:
        by_groups.setdefault(reading.groups, []).append(reading)
    if not 1 < len(by_groups) <= MOST_CHOICES:
        return []
    common = set.intersection(*map(set, by_groups))
    ways: list[Way] = []
    for groups, readings in by_groups.items():
        own = [figure for figure, group in zip(merged(readings), groups, strict=True) if group not in common]
        value = " ".join(f"{'/'.join(str(c.index) for c in f.columns)}={f.kr or f.percent or 0}" for f in own)
        ways.append((value, Message("{figures:semikolon}", {"figures": [figure_text(f) for f in own]}), readings))
    return ways
