"""Rows told apart into figures become networks with shares, and every figure is kept for the number audit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from dekom.audit import SUM_ROW
from dekom.i18n import Message
from dekom.model import PrintedFigure, RecipientKind, Share
from dekom.money import quoted
from dekom.table_headings import compact
from dekom.table_model import AMOUNT_ROLES, Column, Figure, Known, NetworkRow, TableRow, value_at
from dekom.table_notes import Notes, few
from dekom.table_parts import Parts, parts_of

SUBTOTAL_ROW = "DELSUM"
# What the number audit calls a figure whose column is not certain.
OWN_UNREAD, UH_UNREAD, UNREAD = "nettverk_eller_koordinator", "uh_ulest", "ulest"
_WITHIN, _BESIDE = "del", "tillegg"


class Assembler:
    """Makes networks and printed figures of the rows of one table."""

    def __init__(self, rows: Sequence[TableRow], columns: Sequence[Column], known: Known, notes: Notes) -> None:
        self.rows = rows
        self.columns = columns
        self.notes = notes
        self.within = self._koordinator_within()
        own = next((c.recipient for c in columns if c.is_own and c.role == "del"), "")
        self.own_id = own or known.recipient_of("nettverk", "Nettverk")
        self.unread_id = known.recipient_of("ulest", "Ulest kolonne")
        self.known_ids = {recipient.id for recipient in known.recipients}

    def networks(self) -> tuple[NetworkRow, ...]:
        """Return the networks, with the koordinator in its place: beside the network's amount, or a part of it."""
        return tuple(self._network(row) for row in self.rows if row.kind == "nettverk")

    def new_recipients(self, networks: Iterable[NetworkRow]) -> dict[str, RecipientKind]:
        """Return the recipients of shares that the meeting lacks and that no column is named after."""
        kinds: dict[str, RecipientKind] = {self.own_id: "nettverk", self.unread_id: "ulest"}
        used = {share.recipient_id for network in networks for share in network.shares}
        return {name: kind for name, kind in kinds.items() if name in used - self.known_ids}

    def printed(self, table: str) -> tuple[PrintedFigure, ...]:
        """Return every figure that the table states, row by row."""
        figures, subtotals = [], 0
        for row in self.rows:
            subtotals += row.kind == "delsum"
            name = {"sum": SUM_ROW, "delsum": f"{SUBTOTAL_ROW} {subtotals}"}.get(row.kind, row.nettverk_id or row.name)
            for figure in row.figures:
                column = _printed_column(figure, row.line in self.within)
                remark = _either(figure.columns) if figure.column is None else ""
                figures.append(PrintedFigure(table, name, column, figure.kr, figure.percent, remark, row.line))
        return tuple(figures)

    def _koordinator_within(self) -> set[int]:
        """Return the lines where the koordinator is a part of the network's amount, as the parts add up.

        Where they add up in neither way, one question for the whole table decides.
        """
        found: set[int] = set()
        open_rows: list[TableRow] = []
        for row in (row for row in self.rows if row.kind == "nettverk"):
            parts = row_parts(row)
            within = _is_within(parts)
            if within is None:
                open_rows.append(row)
            elif within:
                found.add(row.line)
            if within and not parts.is_within:
                text = "{name}: koordinatorens {kr:kr} er en del av nettverkets beløp: bare slik summerer delene."
                said = Message(text, {"name": quoted(row.name), "kr": parts.koordinator})
                self.notes.remark(said, row.place)
        if open_rows and self._ask_about_koordinator(open_rows) == _WITHIN:
            found |= {row.line for row in open_rows}
        return found

    def _ask_about_koordinator(self, rows: Sequence[TableRow]) -> str:
        text = (
            "Delene summerer ikke til behovet. Er beløpet til koordinator en del av nettverkets, eller i tillegg? "
            "Det gjelder {names}."
        )
        names = few([quoted(row.name) for row in rows])
        choices = [
            (_BESIDE, Message("I tillegg til nettverkets beløp")),
            (_WITHIN, Message("En del av nettverkets beløp")),
        ]
        place = rows[0].place if len(rows) == 1 else ""
        return self.notes.ask("koordinator", Message(text, {"names": names}), choices, place)

    def _network(self, row: TableRow) -> NetworkRow:
        roles = [role for role in AMOUNT_ROLES if any(column.role == role for column in self.columns)]
        amounts: dict[str, int | None] = {role: value_at(row.figures, role) for role in roles}
        shares = self._own_shares(row) + self._other_shares(row)
        return NetworkRow(row.name, row.nettverk_id, row.place, amounts, tuple(shares), _uncertain(row))

    def _own_shares(self, row: TableRow) -> list[Share]:
        parts = row_parts(row)
        doubtful = [f for f in row.figures if f.column is None and all(column.is_own for column in f.columns)]
        shares = [Share(self.own_id, f.kr, None, _either(f.columns)) for f in doubtful]
        if parts.own is None and parts.koordinator is None:
            return shares
        beside = 0 if row.line in self.within else parts.koordinator or 0
        return [*shares, Share(self.own_id, (parts.own or 0) + beside, parts.koordinator)]

    def _other_shares(self, row: TableRow) -> list[Share]:
        shares = []
        for figure in row.figures:
            column = figure.column
            if column is not None and column.is_uh:
                shares.append(Share(column.recipient, figure.kr))
            elif column is None and all(c.is_part for c in figure.columns) and any(c.is_uh for c in figure.columns):
                shares.append(Share(self.unread_id, figure.kr, None, _either(figure.columns)))
        return shares


def row_parts(row: TableRow) -> Parts:
    """Return the need and the parts of a row. A part in an uncertain UH column still counts as UH's."""
    certain = [(f.column, f.kr) for f in row.figures if f.column is not None]
    uh = [(f.columns[0], f.kr) for f in row.figures if f.column is None and all(c.is_uh for c in f.columns)]
    return parts_of([*certain, *uh])


def _is_within(parts: Parts) -> bool | None:
    """Return whether the koordinator is a part of the network's amount, None if nothing tells."""
    if parts.is_within and parts.own is not None:
        return True
    if not parts.koordinator or parts.own is None or len(parts.own_totals) == 1:
        return False
    fitting = parts.fitting
    return None if not fitting else fitting[0] == parts.own


def _uncertain(row: TableRow) -> Mapping[str, Message]:
    """Return by field why its figure cannot be relied on. A part that is certainly UH's is not uncertain as such."""
    found: dict[str, Message] = {}
    for figure in row.figures:
        if figure.column is None and not all(column.is_uh for column in figure.columns):
            names = [column.name for column in figure.columns]
            said = {"kr": figure.kr, "names": names[:-1], "last": names[-1]}
            why = Message("{kr:kr} kan stå i kolonnen {names} eller {last}.", said)
            found |= {_field(column): why for column in figure.columns}
    for column in row.doubtful:
        found.setdefault(_field(column), Message("Tallene i raden kan leses på flere måter."))
    found.pop("", None)
    return found


def _field(column: Column) -> str:
    if column.role == "del":
        return "nettverk" if column.is_own else "uh"
    return column.role if column.role in ("i_fjor", "behov", "egenfinansiering", "koordinator") else ""


def _either(columns: Sequence[Column]) -> str:
    """Return what a figure may be: «NTNU eller Andre»."""
    *titles, last = (column.title for column in columns)
    return f"{', '.join(titles)} eller {last}" if titles else last


def _printed_column(figure: Figure, is_within: bool) -> str:
    if figure.column is not None:
        is_part_of_own = figure.column.role == "koordinator" and is_within
        return "herav_koordinator" if is_part_of_own else figure.column.id
    if all(column.is_own for column in figure.columns):
        return OWN_UNREAD
    return UH_UNREAD if all(column.is_uh for column in figure.columns) else UNREAD


def settle_sums(rows: Sequence[TableRow], notes: Notes) -> list[TableRow]:
    """Return the rows with one sum at most: a sum above another, or above networks, is of the rows above it."""
    settled, is_last = [], True
    for row in reversed(rows):
        if row.kind == "sum" and not is_last:
            said = Message("«{name}» er lest som en delsum: det kommer flere rader etter den.", {"name": row.name})
            notes.remark(said, row.place)
            settled.append(replace(row, kind="delsum"))
        else:
            settled.append(row)
        is_last = is_last and row.kind == "delsum"
    return settled[::-1]


def check_doubles(rows: Sequence[TableRow], notes: Notes) -> None:
    """Say which networks stand more than once."""
    seen: dict[str, TableRow] = {}
    for row in (row for row in rows if row.kind == "nettverk"):
        first = seen.setdefault(row.nettverk_id or compact(row.name) or row.name, row)
        if first is not row:
            said = Message(
                "«{name}» står også i {place}. La én av radene stå.", {"name": quoted(row.name), "place": first.place}
            )
            notes.error(said, row.place)


def check_missing(found: Collection[str], known: Known, notes: Notes) -> None:
    """Say which of the meeting's networks the table does not have; `found` are the ids that it has."""
    missing = [name for nettverk_id, name in known.networks.items() if nettverk_id not in found]
    if missing and len(missing) < len(known.networks):
        shown = few([quoted(name) for name in missing])
        said = Message("Tabellen mangler {n:tall} av møtets nettverk: {names}.", {"n": len(missing), "names": shown})
        notes.remark(said)
