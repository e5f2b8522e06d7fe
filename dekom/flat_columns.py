"""The columns of a flattened table, from the headings that stand in a row above it."""

from collections.abc import Sequence

from dekom.flat_lines import Block, FoundHeading, Line, text_of
from dekom.i18n import Message
from dekom.pasted_text import MAX_COLUMNS, TOO_LARGE
from dekom.table_columns import (
    ask_about,
    check_doubles,
    check_general_uh,
    check_sum,
    check_years,
    read_heading,
)
from dekom.table_headings import Headings
from dekom.table_model import Column
from dekom.table_notes import Notes
from dekom.table_percent import ask_of_what, percent_by_position

_NAME, _AMOUNT = "navn", "beløp"


def columns_of_block(block: Block, lines: Sequence[Line], headings: Headings, notes: Notes) -> list[Column]:
    """Return the columns in the order of their headings; none while one of them cannot be known.

    Every column counts here, also one that is left out: a figure may stand in it.
    """
    known = headings.known
    columns = []
    if len(block.found) > MAX_COLUMNS:
        notes.error(TOO_LARGE)
        return []
    for index, found in enumerate(_without_name(block, lines, notes)):
        words = block.words[found.start : found.end]
        columns.append(read_heading(index, text_of(words), lines[words[0].line].place, headings, notes))
    columns = check_sum(check_general_uh(check_years(columns, known), known), notes)
    for place, column in enumerate(columns):
        if column.role == "ukjent":
            columns[place] = ask_about(column, columns, known, notes)
    columns = ask_of_what(percent_by_position(columns), notes)
    is_known = all(column.role not in ("ukjent", "prosent") for column in columns)
    return columns if check_doubles(columns, notes) and is_known else []


def _without_name(block: Block, lines: Sequence[Line], notes: Notes) -> Sequence[FoundHeading]:
    """Return the headings without the one above the names: «Nettverk» in front may be that, or the network's part."""
    first, rest = block.found[0], block.found[1:]
    heading = first.heading
    if heading is None or (heading.role != "navn" and not _is_own(first)):
        return block.found
    has_parts = any(f.heading is not None and f.heading.role in ("del", "koordinator", "prosent") for f in rest)
    if heading.role == "navn" or any(map(_is_own, rest)) or (rest and not has_parts):
        return rest
    question = Message("Hva er «Nettverk» foran i overskriftene?")
    choices = [(_NAME, Message("Overskriften over navnene")), (_AMOUNT, Message("Beløpet til nettverket selv"))]
    place = lines[block.words[first.start].line].place
    answer = notes.ask("nettverk foran", question, choices, place)
    return rest if answer == _NAME else block.found if answer == _AMOUNT else ()


def _is_own(found: FoundHeading) -> bool:
    return found.heading is not None and found.heading.role == "del" and found.heading.recipient_kind == "nettverk"
