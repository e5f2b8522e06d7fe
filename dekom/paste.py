"""A column of amounts, or names and amounts, pasted from Excel: read whole, shown, then all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from dekom.i18n import Message
from dekom.model import Case, Nettverk
from dekom.money import Reference, Refused, looks_like_slip, quoted, read_amount

MAX_PASTE = 200_000
_HEADING_WORDS = {"nettverk", "innstilt", "innstilt beløp", "beløp", "kompetansenettverk", "navn", "namn"}


@dataclass(frozen=True, slots=True)
class PasteLine:
    """One pasted line: what it would do, and what stands in the way. `number` counts from 1 as pasted."""

    number: int
    text: str
    nettverk_id: str = ""
    name: str = ""
    before_kr: int | None = None
    after_kr: int | None = None
    problem: Message | None = None
    remark: Message | None = None


@dataclass(frozen=True, slots=True)
class Paste:
    """A pasted range as read. It can be saved only if no line has a problem."""

    lines: tuple[PasteLine, ...]

    @property
    def problems(self) -> tuple[PasteLine, ...]:
        return tuple(line for line in self.lines if line.problem)

    @property
    def amounts(self) -> dict[str, tuple[int | None, int]]:
        """Network id → (kr shown before, kr wanted), for lines that state an amount."""
        return {
            line.nettverk_id: (line.before_kr, line.after_kr)
            for line in self.lines
            if line.nettverk_id and line.after_kr is not None
        }


def read_paste(text: str, case: Case, start_id: str, shown: Mapping[str, int | None]) -> Paste:
    """Read what was pasted in the row `start_id`: a column goes downwards from it, names find their own row.

    `shown` is what the browser showed, in kr, by network id.
    """
    if len(text) > MAX_PASTE:
        message = Message("Utvalget er for stort. Kopier bare navn og beløp fra Excel.")
        return Paste((PasteLine(1, quoted(text), problem=message),))
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), start=1)]
    while numbered and not numbered[-1][1].strip():
        numbered.pop()
    cells = [(n, line, [cell.strip() for cell in line.split("\t")]) for n, line in numbered]
    if any(len(parts) > 1 for _n, _line, parts in cells):
        lines = [_named_line(n, line, parts, case, shown) for n, line, parts in cells]
    else:
        lines = _column(cells, case, start_id, shown)
    return Paste(_without_doubles(lines))


Cells = tuple[int, str, list[str]]


def _column(cells: list[Cells], case: Case, start_id: str, shown: Mapping[str, int | None]) -> list[PasteLine]:
    ids = [n.id for n in case.nettverk]
    if start_id not in ids:
        message = Message("Raden du limte inn i, finnes ikke lenger. Lim inn på nytt.")
        return [PasteLine(number, quoted(line), problem=message) for number, line, _parts in cells]
    below = case.nettverk[ids.index(start_id) :]
    lines = []
    for index, (number, line, parts) in enumerate(cells):
        if index < len(below):
            lines.append(_amount_line(number, line, parts[0], below[index], case, shown))
        else:
            message = Message("Det er ikke flere nettverk nedover i tabellen.")
            lines.append(PasteLine(number, quoted(line), problem=message))
    return lines


def _named_line(number: int, line: str, parts: list[str], case: Case, shown: Mapping[str, int | None]) -> PasteLine:
    name, amounts = parts[0], [part for part in parts[1:] if part]
    named = [n for n in case.nettverk if _folded(n.name) == _folded(name)]
    if not named:
        return _not_a_network(number, line, name, amounts)
    nettverk = named[0]
    if len(named) > 1:
        message = Message("Flere nettverk heter «{name}». Skriv beløpet i tabellen.", {"name": quoted(name)})
        return PasteLine(number, quoted(line), problem=message)
    if len(amounts) != 1:
        message = Message("Linjen må ha ett navn og ett beløp. Kopier bare de to kolonnene.")
        return PasteLine(number, quoted(line), nettverk.id, nettverk.name, problem=message)
    return _amount_line(number, line, amounts[0], nettverk, case, shown)


def _not_a_network(number: int, line: str, name: str, amounts: list[str]) -> PasteLine:
    words = {_folded(cell) for cell in (name, *amounts)}
    if number == 1 and words & _HEADING_WORDS:
        return PasteLine(number, quoted(line), remark=Message("Overskrift; tas ikke med."))
    if _folded(name) in {"sum", "totalt", "sum totalt", "total"}:
        return PasteLine(number, quoted(line), remark=Message("Sumlinje; tas ikke med."))
    if not name and not amounts:
        return PasteLine(number, quoted(line), remark=Message("Tom linje; tas ikke med."))
    message = Message("«{name}» er ikke et nettverk i dette møtet.", {"name": quoted(name)})
    return PasteLine(number, quoted(line), problem=message)


def _amount_line(
    number: int, line: str, text: str, nettverk: Nettverk, case: Case, shown: Mapping[str, int | None]
) -> PasteLine:
    before_kr = shown.get(nettverk.id, nettverk.innstilt_kr)
    reference = Reference(before_kr, nettverk.need_kr, nettverk.last_year_kr, case.total_kr)
    try:
        after_kr = read_amount(text, reference)
    except Refused as refused:
        return PasteLine(number, quoted(line), nettverk.id, nettverk.name, before_kr, problem=refused.message)
    remark = Message("Stor endring; se om beløpet er riktig.") if looks_like_slip(after_kr, reference) else None
    return PasteLine(number, quoted(line), nettverk.id, nettverk.name, before_kr, after_kr, remark=remark)


def _without_doubles(lines: list[PasteLine]) -> tuple[PasteLine, ...]:
    seen: set[str] = set()
    checked = []
    for line in lines:
        if line.nettverk_id and line.nettverk_id in seen:
            message = Message("{name} står mer enn én gang.", {"name": line.name})
            checked.append(PasteLine(line.number, line.text, line.nettverk_id, line.name, problem=message))
        else:
            checked.append(line)
        seen.add(line.nettverk_id)
    return tuple(checked)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
