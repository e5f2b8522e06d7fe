"""Lærerårsverk and grunntilskudd: what pro rata builds on, entered by users with year and source."""

from fractions import Fraction

from dekom.access import Actor
from dekom.actions import key_of
from dekom.change import Change, RowEdit, Values
from dekom.figures import NBSP
from dekom.i18n import Message
from dekom.model import Case, KeyFigures, unique_names
from dekom.money import Refused, parse_kroner, quoted
from dekom.numbers import format_exact, read_exact
from dekom.ordning_words import words_of
from dekom.store import Store


def read_years(text: str) -> Fraction:
    """Return the lærerårsverk that a text states, such as `1 234,5`; raise `Refused`."""
    wrong = Message("«{text}» er ikke et antall årsverk. Skriv for eksempel 1 234,5.", {"text": quoted(text)})
    return read_exact(text, wrong)


def years_text(case: Case) -> str:
    """Return a line per network, name and lærerårsverk with a tab between, as Excel copies it."""
    names = unique_names([" ".join(n.name.split()) for n in case.nettverk])
    return "\n".join(
        f"{name}\t{format_exact(n.teacher_years).replace(NBSP, ' ') if n.teacher_years is not None else ''}"
        for name, n in zip(names, case.nettverk, strict=True)
    )


def read_years_text(case: Case, text: str) -> dict[str, Fraction]:
    """Return lærerårsverk by network id from lines of name and number; raise `Refused` naming the line.

    A line without a number leaves the network without lærerårsverk.
    """
    names = unique_names([" ".join(n.name.split()) for n in case.nettverk])
    ids = dict(zip(map(_folded, names), (n.id for n in case.nettverk), strict=True))
    found: dict[str, Fraction] = {}
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, _tab, years = line.partition("\t")
        where = {"number": number, "name": quoted(name)}
        if _folded(name) not in ids:
            text = "Linje {number}: «{name}» er ikke et nettverk her. Skriv navn, tabulator og årsverk."
            raise Refused(Message(text, where))
        if _folded(name) in seen:
            raise Refused(Message("Linje {number}: «{name}» står mer enn én gang.", where))
        seen.add(_folded(name))
        if years.strip():
            try:
                found[ids[_folded(name)]] = read_years(years)
            except Refused as refused:
                raise Refused(Message("Linje {number}: {why}", {**where, "why": refused.message})) from refused
    return found


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def save_key(
    store: Store, actor: Actor, case: Case, years: dict[str, Fraction], grant: str, year: str, source: str
) -> int | None:
    """Save lærerårsverk, grunntilskudd per network (typed, in kr), year and source as one step."""
    base_grant_kr = parse_kroner(grant) if grant.strip() else 0
    if (years or base_grant_kr) and not (year.strip() and source.strip()):
        raise Refused(Message("Skriv hvilket år tallene gjelder, og hvor de er hentet fra."))
    edits = [_key_figures_edit(case, KeyFigures(base_grant_kr, year.strip(), source.strip()))]
    for nettverk in case.nettverk:
        before: Values | None = (
            None if nettverk.teacher_years is None else {"teacher_years": str(nettverk.teacher_years)}
        )
        after: Values | None = {"teacher_years": str(years[nettverk.id])} if nettverk.id in years else None
        edits.append(RowEdit("teacher_years", key_of(case, nettverk_id=nettverk.id), before, after))
    its = words_of(case.ordning)
    if years:
        what = Message("{key} for {n} nettverk", {"key": its.key_title, "n": len(years)})
    else:
        what = Message("Grunntilskudd {grant:kr}, ingen {key}", {"key": its.key, "grant": base_grant_kr})
    return store.apply(Change(case.meeting_id, case.ordning, what, tuple(edits)), actor)


def _key_figures_edit(case: Case, after: KeyFigures) -> RowEdit:
    now = case.key_figures
    before: Values | None = None
    if now != KeyFigures():
        before = {"base_grant_kr": now.base_grant_kr, "year": now.year, "source": now.source}
    wanted: Values | None = {"base_grant_kr": after.base_grant_kr, "year": after.year, "source": after.source}
    return RowEdit("key_figures", key_of(case), before, None if after == KeyFigures() else wanted)
