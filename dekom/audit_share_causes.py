"""The likeliest cause of a printed percentage that its numbers do not give: the strongest that fits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dekom.audit_columns import AMOUNTS, Name, listed, table_name
from dekom.audit_shares import Ratio, Reading, readings
from dekom.audit_sum_causes import NO_CAUSE
from dekom.audit_table import SUM_ROW, Split, Table, is_total
from dekom.i18n import Message

_ROUNDED_TO = (1_000, 10_000, 100_000, 1_000_000)
_MOST_DECIMALS = 4
_OPPOSITE = {"nettverk_pct": "uh_pct", "uh_pct": "nettverk_pct"}


@dataclass(frozen=True, slots=True)
class Misfit:
    """A printed percentage (39 is 39 %) and the ratio that it should be; `others` are the other tables."""

    table: Table
    row: str
    column: str
    percent: Fraction
    reading: Reading
    ratio: Ratio
    others: Mapping[str, Table]
    tolerance: Fraction

    def fits(self, ratio: Ratio | Message) -> bool:
        return isinstance(ratio, Ratio) and ratio.fits(self.percent, self.tolerance)

    @property
    def last_place(self) -> Fraction:
        """One in the last place that is printed, as a share: 1 % for 39, a tenth of that for 39,5."""
        decimals = 0
        while decimals < _MOST_DECIMALS and 10**decimals % self.percent.denominator:
            decimals += 1
        return Fraction(1, 100 * 10**decimals)


def share_cause(misfit: Misfit) -> Message:
    """Return the likeliest cause of the difference, or that none was found."""
    return (
        _last_place(misfit)
        or _other_version(misfit)
        or _without_own(misfit)
        or _other_reading(misfit)
        or _other_base(misfit)
        or _rounded_amounts(misfit)
        or NO_CAUSE
    )


def _last_place(misfit: Misfit) -> Message | None:
    if abs(misfit.percent / 100 - misfit.ratio.share) >= misfit.last_place:
        return None
    return Message("Forskjellen er avrunding: tallene gir {share:eksakt}.", {"share": misfit.ratio.share})


def _other_version(misfit: Misfit) -> Message | None:
    tables = [other for other in misfit.others.values() if misfit.row in other.amounts]
    found = [(table_name(other.id), misfit.reading.work(other, misfit.row)) for other in tables]
    fits = [(name, ratio.share) for name, ratio in found if isinstance(ratio, Ratio) and misfit.fits(ratio)]
    if not fits:
        return None
    if len(fits) > 1:
        text = "Prosenten er ikke regnet på nytt. Flere tabeller passer: {tables}."
        return Message(text, {"tables": listed([name for name, _share in fits])})
    text = "Prosenten passer til tallene i {other} ({share:pst}); den er ikke regnet på nytt."
    return Message(text, {"other": fits[0][0], "share": fits[0][1]})


def _without_own(misfit: Misfit) -> Message | None:
    split = misfit.table.split(misfit.row)
    without_own = {"nettverk_pct": 0, "uh_pct": 100}.get(misfit.column)
    if misfit.percent != without_own or not isinstance(split, Split) or not split.own_kr:
        return None
    return Message("Prosenten er regnet som om nettverkets {kr:kr} ikke var med.", {"kr": split.own_kr})


def _other_reading(misfit: Misfit) -> Message | None:
    table, row = misfit.table, misfit.row
    for other in readings(misfit.column, table):
        if misfit.fits(other.work(table, row)):
            return other.cause
    opposite = readings(_OPPOSITE[misfit.column], table)[0] if misfit.column in _OPPOSITE else None
    if opposite and misfit.fits(opposite.work(table, row)):
        return Message("Prosenten passer til resten av behovet: nettverk og UH kan ha byttet plass.")
    return None


def _other_base(misfit: Misfit) -> Message | None:
    """The part as a share of something else: another amount of the row, a sum, or the sum as it is printed."""
    half = misfit.last_place / 2
    bases = [
        (name, kr)
        for name, kr in _bases(misfit)
        if kr not in {0, misfit.ratio.whole_kr}
        and Ratio(misfit.ratio.part_kr, kr, misfit.column).fits(misfit.percent, half)
    ]
    if not bases:
        return None
    if len(bases) > 1:
        text = "Prosenten er regnet av et annet tall. Flere tall passer: {names}."
        return Message(text, {"names": listed([name for name, _kr in bases])})
    name, kr = bases[0]
    return Message("Prosenten passer når den er regnet av {base}, {kr:kr}.", {"base": name, "kr": kr})


def _bases(misfit: Misfit) -> Iterator[tuple[Name, int]]:
    table, row, of = misfit.table, misfit.row, misfit.ratio.of
    for column in AMOUNTS:
        kr = table.value(row, column) if column in table.sides else None
        if isinstance(kr, int):
            yield Message("«{column}»", {"column": table.label(column)}), kr
    whole = misfit.reading.work(table, SUM_ROW)
    if isinstance(whole, Ratio) and row != SUM_ROW:
        yield Message("summen av kolonnen"), whole.part_kr
        yield Message("summen av «{column}»", {"column": table.label(of)}), whole.whole_kr
    for total in dict.fromkeys((row, SUM_ROW)):
        printed_kr = table.amounts.get(total, {}).get(of) if is_total(total) else None
        if printed_kr is not None:
            name = Message("den trykte summen") if total == SUM_ROW else Message("den trykte delsummen")
            yield name, printed_kr


def _rounded_amounts(misfit: Misfit) -> Message | None:
    half = misfit.last_place / 2
    for unit_kr in _ROUNDED_TO:
        part, whole = ((2 * kr + unit_kr) // (2 * unit_kr) for kr in (misfit.ratio.part_kr, misfit.ratio.whole_kr))
        if whole and Ratio(part, whole, misfit.column).fits(misfit.percent, half):
            text = "Prosenten passer når beløpene først er rundet av til hele {unit:kr}."
            return Message(text, {"unit": unit_kr})
    return None
