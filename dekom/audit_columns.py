"""The columns of a printed table: what each holds, and what it is called.

A column is a recipient's id, one of `AMOUNTS`, `koordinator` (beside the network's own part or inside it: the
arithmetic of each row tells), `herav_koordinator` (inside it), `sum` (of the parts in the row), a percentage, or what
the source leaves open: `<kind>_ulest` goes to some recipient of a kind, and `<column>_eller_<column>` stands in one
column or another. A column that is none of these is taken for a part that cannot be placed.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from dekom.i18n import Message
from dekom.model import Recipient, RecipientKind

Recipients = Mapping[str, Recipient]
Name = str | Message
Side = Literal["own", "uh", "andre", "unread", "outside"]

NEED, KOORDINATOR, INSIDE, ROW_SUM = "behov", "koordinator", "herav_koordinator", "sum"
OWN_FINANCING = "egenfinansiering"
AMOUNTS = ("i_fjor", NEED, OWN_FINANCING, "innstilt", "tildelt")
_SIDES: dict[RecipientKind, Side] = {"nettverk": "own", "uh": "uh", "andre": "andre", "ulest": "unread"}
_OUTSIDE = {*AMOUNTS, INSIDE, ROW_SUM}
OF_NEED, OF_SUM = "_pct_av_behov", "_pct_av_sum"
EITHER, UNREAD = "_eller_", "_ulest"
_MOST = 3
_COLUMNS = {
    "i_fjor": Message("I fjor"),
    "behov": Message("Meldt behov"),
    "egenfinansiering": Message("Egenfinansiering"),
    "innstilt": Message("Innstilt beløp"),
    "tildelt": Message("Tildelt"),
    "koordinator": Message("Koordinator"),
    "herav_koordinator": Message("Herav koordinator"),
    "sum": Message("Sum"),
    "nettverk": Message("Nettverk"),
    "uh": Message("UH"),
    "andre": Message("Andre"),
    "ulest": Message("Ulest kolonne"),
    "nettverk_pct": Message("Prosentandel nettverk"),
    "uh_pct": Message("Prosentandel UH"),
    "endring_pct": Message("Endring i prosent"),
    "prosent": Message("Prosent"),
}


def is_percentage(column: str) -> bool:
    """Return whether a column holds percentages, known or not, rather than kroner."""
    return column == "prosent" or column.endswith("_pct") or "_pct_av_" in column


def is_open(column: str, recipients: Recipients) -> bool:
    """Return whether the source does not show which column, in truth, an amount stands in."""
    if column in recipients:
        return recipients[column].kind == "ulest"
    return column == "ulest" or column.endswith(UNREAD) or EITHER in column


def side_of(column: str, recipients: Recipients) -> Side:
    """Return which side of the need an amount is on; "outside" if it is no part, "unread" where none can tell."""
    if column in _OUTSIDE:
        return "outside"
    if column in recipients:
        return _SIDES[recipients[column].kind]
    if column == KOORDINATOR:
        return "own"
    if EITHER in column:
        sides = {side_of(part, recipients) for part in column.split(EITHER)}
        # Between UH and others it is outside the network either way, and there 2022 counts both.
        return sides.pop() if len(sides) == 1 else "uh" if sides == {"uh", "andre"} else "unread"
    kind = column.removesuffix(UNREAD)
    return next((_SIDES[known] for known in get_args(RecipientKind) if known == kind), "unread")


def column_name(column: str, recipients: Recipients) -> Message:
    """Return what a column is called: by the recipient's name, or by its heading where it is neither."""
    if column in recipients:
        return Message("{name}", {"name": recipients[column].name})
    if column in _COLUMNS:
        return _COLUMNS[column]
    if column.endswith(OF_NEED):
        part = column_name(column.removesuffix(OF_NEED), recipients)
        return Message("{column}, prosent av behovet", {"column": part})
    if column.endswith(OF_SUM):
        part = column_name(column.removesuffix(OF_SUM), recipients)
        return Message("{column}, prosent av summen", {"column": part})
    if EITHER in column:
        first, rest = column.split(EITHER, 1)
        places = {"first": column_name(first, recipients), "other": column_name(rest, recipients)}
        return Message("{first} eller {other}", places)
    if column.endswith(UNREAD):
        return Message("{column}, ulest kolonne", {"column": column_name(column.removesuffix(UNREAD), recipients)})
    return Message("{name}", {"name": column})


def table_name(table: str) -> Message:
    """Return what a table is called inside a sentence: a number is «tabell 2», a name is put in quotes."""
    return Message("tabell {number}", {"number": table}) if table.isdecimal() else Message("«{name}»", {"name": table})


def listed(names: Sequence[Name], is_cut: bool = False) -> Message:
    """Return at most three names, and how many more there are; `is_cut` says that there may be more than are given."""
    if len(names) <= _MOST:
        return Message("{names}", {"names": names})
    places = {"names": names[:_MOST], "n": len(names) - _MOST}
    return Message("{names} og minst {n} til", places) if is_cut else Message("{names} og {n} til", places)
