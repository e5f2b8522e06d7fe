"""The likeliest cause of a printed figure that is not the sum of its rows, or of its parts: the strongest that fits.

A cause is named only where one thing explains the difference. Where several do so equally well, it says how many.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from dekom.audit_arithmetic import is_scaled, is_swap, pairs
from dekom.audit_columns import Name, listed, table_name
from dekom.i18n import Message

NO_CAUSE = Message("Ingen sannsynlig årsak funnet.")
_FACTORS = (10, 100, 1_000)
_ROUNDED_TO = (100_000, 10_000, 1_000)
_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Addition:
    """A printed figure, what it should be, and the amounts that add up to that, in kr.

    `amounts` go by row, or inside a row (`is_of_parts`) by column; `names` says what each is called. `versions` are
    the same amounts in other tables, and `totals` what those tables print for the same figure. For a sum of needs,
    `by_parts` is what the parts of each row give. `other_sums` go with their column's name.
    """

    printed_kr: int
    computed_kr: int
    amounts: Mapping[str, int]
    names: Callable[[str], Name]
    versions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    by_parts: Mapping[str, int] = field(default_factory=dict)
    other_sums: tuple[tuple[Name, int], ...] = ()
    is_of_parts: bool = False

    @property
    def difference_kr(self) -> int:
        return self.printed_kr - self.computed_kr


class Fit(NamedTuple):
    """What explains the difference, and how."""

    name: Name
    cause: Message


def sum_cause(addition: Addition) -> Message:
    """Return the likeliest cause of the difference, or that none was found."""
    fallback = NO_CAUSE
    for search, how in _SEARCHES:
        fits = list(islice(search(addition), _COUNTED))
        if len(fits) == 1:
            return fits[0].cause
        if fits:
            several = _FIGURES if addition.is_of_parts else _SEVERAL.get(search, _ROWS)
            names = listed([fit.name for fit in fits], is_cut=len(fits) == _COUNTED)
            tie = Message("{how} {several} {names}.", {"how": how, "several": several, "names": names})
            if search is not _two_amounts:
                return tie
            fallback = tie  # among many rows some pairs always fit: no reason to look no further
    return fallback


def _changed(addition: Addition) -> Iterator[Fit]:
    """One amount that changed between two versions, or that only the other version has."""
    seen = set()
    for table, before in addition.versions.items():
        for key, was_kr in before.items():
            now_kr = addition.amounts.get(key, 0)
            if was_kr - now_kr != addition.difference_kr or key in seen:
                continue
            seen.add(key)
            name = addition.names(key)
            places = {"row": name, "before": was_kr, "other": table_name(table), "kr": now_kr}
            if key not in addition.amounts:
                text = "Forskjellen er lik beløpet til {row} i {other}, {before:kr}. Det står ikke i denne tabellen."
            elif addition.is_of_parts:
                text = (
                    "Forskjellen er lik endringen for {row}: {before:kr} i {other}, {kr:kr} her. "
                    "Det trykte tallet er ikke rettet etter den endringen."
                )
            else:
                text = (
                    "Forskjellen er lik endringen for {row}: {before:kr} i {other}, {kr:kr} her. "
                    "Summen er ikke rettet etter den endringen."
                )
            yield Fit(name, Message(text, places))


def _two_changes(addition: Addition) -> Iterator[Fit]:
    for table, before in addition.versions.items():
        changes = {k: before[k] - kr for k, kr in addition.amounts.items() if k in before and before[k] != kr}
        for first, second in pairs(changes, addition.difference_kr):
            names = {"first": addition.names(first), "second": addition.names(second)}
            was = {"first_was": before[first], "second_was": before[second]}
            now = {"first_kr": addition.amounts[first], "second_kr": addition.amounts[second]}
            text = (
                "Forskjellen er lik to endringer til sammen: {first} ({first_was:kr} i {other}, {first_kr:kr} her) "
                "og {second} ({second_was:kr} i {other}, {second_kr:kr} her)."
            )
            yield Fit(_pair(names), Message(text, {**names, **was, **now, "other": table_name(table)}))


def _whole_version(addition: Addition) -> Iterator[Fit]:
    """The figure, or what it is the sum of, comes from another version of the table."""
    for table, before in addition.versions.items():
        name = table_name(table)
        if before.keys() == addition.amounts.keys() and sum(before.values()) == addition.printed_kr:
            yield Fit(name, Message("Tallet passer til beløpene i {other}, ikke til dem her.", {"other": name}))
        elif addition.is_of_parts and addition.totals.get(table) == addition.computed_kr:
            text = "Delene gir det som står i {other}, {kr:kr}: tallet er endret, delene ikke."
            yield Fit(name, Message(text, {"other": name, "kr": addition.computed_kr}))


def _parts_of_a_row(addition: Addition) -> Iterator[Fit]:
    for row, parts_kr in addition.by_parts.items():
        if parts_kr - addition.amounts.get(row, parts_kr) == addition.difference_kr:
            name = addition.names(row)
            places = {"row": name, "parts": parts_kr, "kr": addition.amounts[row]}
            text = "Summen passer til delene for {row}, som gir {parts:kr}. Behovet i raden er {kr:kr}."
            yield Fit(name, Message(text, places))


def _left_out(addition: Addition) -> Iterator[Fit]:
    for key, kr in addition.amounts.items():
        if kr and kr == abs(addition.difference_kr):
            name = addition.names(key)
            if addition.is_of_parts:
                text = "Forskjellen er lik beløpet til {row}: det er utelatt eller talt to ganger."
            else:
                text = "Forskjellen er lik beløpet til {row}: raden er utelatt eller talt to ganger."
            yield Fit(name, Message(text, {"row": name}))


def _two_amounts(addition: Addition) -> Iterator[Fit]:
    for first, second in pairs(addition.amounts, abs(addition.difference_kr)):
        names = {"first": addition.names(first), "second": addition.names(second)}
        amounts = {"first_kr": addition.amounts[first], "second_kr": addition.amounts[second]}
        text = (
            "Forskjellen er lik {first_kr:kr} til {first} og {second_kr:kr} til {second}: "
            "begge er utelatt eller talt to ganger."
        )
        yield Fit(_pair(names), Message(text, {**names, **amounts}))


def _swapped(addition: Addition) -> Iterator[Fit]:
    """Two neighbouring digits have changed places, in the sum or in one amount."""
    if addition.difference_kr % 9:
        return
    if is_swap(addition.printed_kr, addition.computed_kr):
        text = "To sifre har byttet plass: trykt {printed:kr}, utregnet {kr:kr}."
        figures = {"printed": addition.printed_kr, "kr": addition.computed_kr}
        yield Fit(Message("det trykte tallet"), Message(text, figures))
    for key, kr in addition.amounts.items():
        if is_swap(kr, kr + addition.difference_kr):
            name = addition.names(key)
            places = {"row": name, "kr": kr, "other": kr + addition.difference_kr}
            text = "Forskjellen passer med at to sifre har byttet plass for {row}: {kr:kr} eller {other:kr}."
            yield Fit(name, Message(text, places))


def _factor(addition: Addition) -> Iterator[Fit]:
    """The sum, or one amount in it, is ten, a hundred or a thousand times too large or too small."""
    for factor in _FACTORS:
        if is_scaled(addition.computed_kr, addition.printed_kr, factor):
            text = "Det trykte tallet og det utregnede skiller seg med en faktor på {factor:tall}."
            yield Fit(Message("det trykte tallet"), Message(text, {"factor": factor}))
        for key, kr in addition.amounts.items():
            if is_scaled(kr, kr + addition.difference_kr, factor):
                name = addition.names(key)
                places = {"row": name, "kr": kr, "other": kr + addition.difference_kr, "factor": factor}
                text = "Forskjellen passer med en faktor på {factor:tall} for {row}: {kr:kr} eller {other:kr}."
                yield Fit(name, Message(text, places))


def _other_column(addition: Addition) -> Iterator[Fit]:
    for name, kr in addition.other_sums:
        if kr == addition.printed_kr:
            yield Fit(name, Message("Tallet er lik summen av kolonnen {column}.", {"column": name}))


def _rounded(addition: Addition) -> Iterator[Fit]:
    """Every row is rounded, and the sum is not; below that, øre that no row shows."""
    amounts = addition.amounts.values()
    for unit_kr in (*_ROUNDED_TO, 1):
        if any(kr % unit_kr for kr in amounts) or (unit_kr > 1 and addition.printed_kr % unit_kr == 0):
            continue
        if 2 * abs(addition.difference_kr) <= unit_kr * sum(kr > 0 for kr in amounts):
            if unit_kr > 1:
                text = "Forskjellen kan være avrunding: beløpene er i hele {unit:kr}, det trykte tallet er det ikke."
            else:
                text = "Forskjellen kan være avrunding av øre: den er høyst en halv krone for hvert beløp."
            yield Fit(Message("avrunding"), Message(text, {"unit": unit_kr}))
            return


def _pair(names: Mapping[str, Name]) -> Message:
    return Message("{first} + {second}", names)


Search = Callable[[Addition], Iterator[Fit]]
_ROWS, _FIGURES = Message("Flere rader passer:"), Message("Flere tall passer:")
_SEVERAL: Mapping[Search, Message] = {
    _whole_version: Message("Flere tabeller passer:"),
    _swapped: _FIGURES,
    _factor: _FIGURES,
    _other_column: Message("Flere kolonner passer:"),
}
_SEARCHES: tuple[tuple[Search, Message], ...] = (
    (_changed, Message("Forskjellen er lik en endring fra en annen tabell.")),
    (_two_changes, Message("Forskjellen er lik to endringer fra en annen tabell til sammen.")),
    (_whole_version, Message("Tallene passer til en annen tabell.")),
    (_parts_of_a_row, Message("Summen passer til delene i en rad, ikke til behovet.")),
    (_left_out, Message("Forskjellen er lik ett beløp, som er utelatt eller talt to ganger.")),
    (_two_amounts, Message("Forskjellen er lik to beløp til sammen.")),
    (_swapped, Message("Forskjellen passer med at to sifre har byttet plass.")),
    (_factor, Message("Forskjellen passer med en feil faktor.")),
    (_other_column, Message("Tallet er lik summen av en annen kolonne.")),
    (_rounded, Message("Forskjellen kan være avrunding.")),
)
