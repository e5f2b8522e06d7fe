"""A resolution's text with live figures in it: names in braces, such as {Innstilt}, that stand for kroner."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from dekom.figures import NBSP, format_kroner
from dekom.i18n import BOKMAL, LANGUAGES, Message, render
from dekom.model import Case, sum_known, unique_names
from dekom.money import Refused, quoted
from dekom.proceedings import AgendaItem, Decision, Figure, Proceedings

TOTAL, FRAME, RECOMMENDED, LEFT = "Totalt", "Ramme til nettverkene", "Innstilt", "Gjenstår"
# The names that every case has, as they are read and shown in either language.
_OF_EVERY_CASE: Mapping[str, Message] = {
    TOTAL: Message("Totalt"),
    FRAME: Message("Ramme til nettverkene"),
    RECOMMENDED: Message("Innstilt"),
    LEFT: Message("Gjenstår"),
}
_PLACE = re.compile(r"\{([^{}]*)\}")
# Where the writer has said kroner already, the figure stands alone.
_KR_BEFORE, _KR_AFTER = re.compile(r"\bkr\.?\s$", re.IGNORECASE), re.compile(r"\s(kr|kroner)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that was decided and is another now, in kr (None: not known). `is_gone`: nothing has the name now."""

    name: str
    then_kr: int | None
    now_kr: int | None
    is_gone: bool = False


def figures_of(case: Case) -> dict[str, int | None]:
    """Return every figure that a text may name, in kr, None where it is not known.

    Lines of one name are one figure, and each a figure of its own with its recipient behind. Two things that happen to
    have one name are told apart by a number behind it.
    """
    found: list[tuple[str, int | None]] = [
        (TOTAL, case.total_kr),
        (FRAME, case.ramme_kr),
        (RECOMMENDED, case.innstilt_kr),
        (LEFT, case.remaining_kr),
    ]
    for name in dict.fromkeys(line.name for line in case.lines):
        amounts = [line.amount_kr for line in case.lines if line.name == name]
        found.append((name, None if None in amounts else sum_known(amounts)))
    found += [(case.line_name(line), line.amount_kr) for line in case.lines if case.line_name(line) != line.name]
    found += [(n.name, n.innstilt_kr) for n in case.nettverk]
    names = unique_names([_writable(name) for name, _kr in found])
    return dict(zip(names, (kr for _name, kr in found), strict=True))


def figure_word(name: str) -> Message:
    """Return a figure's name, to be put into the reader's language where it is one that every case has."""
    return _OF_EVERY_CASE.get(name) or Message("{name}", {"name": name})


def read_resolution(case: Case, text: str) -> tuple[Figure, ...]:
    """Return the figures that a text names, each once and as they stand now.

    Raises `Refused` where a name is not one of the case's, or a brace stands alone.
    """
    rest = _PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        raise Refused(
            Message("En klamme står alene. Skriv et tall i teksten som navnet i klammer, for eksempel «{{Innstilt}}».")
        )
    figures = figures_of(case)
    known = _folded_names(figures)
    found: dict[str, Figure] = {}
    for written in _PLACE.findall(text):
        name = known.get(_folded(written))
        if name is None:
            raise _unknown(written, known)
        found[name] = Figure(name, figures[name])
    return tuple(found.values())


def render_resolution(case: Case, text: str, language: str = BOKMAL) -> str:
    """Return a text as it reads now, each figure as `kr 5 000 000` in its place.

    A figure that is not known stands as «[ukjent]»; a name that is none of the case's stands as it was written.
    """
    figures = figures_of(case)
    known = _folded_names(figures)
    unknown = render(Message("[ukjent]"), language=language)

    def figure(place: re.Match[str]) -> str:
        name = known.get(_folded(place[1]))
        if name is None:
            return place[0]
        kr = figures[name]
        amount = unknown if kr is None else format_kroner(kr)
        is_said = _KR_BEFORE.search(text[: place.start()]) or _KR_AFTER.match(text[place.end() :])
        return amount if is_said else f"kr{NBSP}{amount}"

    return _PLACE.sub(figure, text)


def deviations(decision: Decision, case: Case) -> tuple[Moved, ...]:
    """Return the figures of a decision that are others now. What was not agreed on is nothing to deviate from."""
    if decision.way == "ingen enighet" or decision.ordning != case.ordning:
        return ()
    now = figures_of(case)
    return tuple(
        Moved(figure.name, figure.kr, now.get(figure.name), figure.name not in now)
        for figure in decision.figures
        if figure.name not in now or now[figure.name] != figure.kr
    )


def deviation_lines(proceedings: Proceedings, case: Case) -> list[Message]:
    """Return a sentence for each decision of the meeting whose figures have moved since it was made."""
    lines = [deviation_line(proceedings, decision, case) for decision in proceedings.decisions]
    return [line for line in lines if line is not None]


def deviation_line(proceedings: Proceedings, decision: Decision, case: Case) -> Message | None:
    """Return what has moved since one decision was made, None if nothing has."""
    parts = [_moved_part(each) for each in deviations(decision, case)]
    if not parts:
        return None
    item = proceedings.item(decision.item_id)
    where = sak_name(item) if item else Message("en sak som er tatt bort")
    return Message("Avviker fra vedtaket i {item}: {moved:semikolon}", {"item": where, "moved": parts})


def sak_name(item: AgendaItem) -> Message:
    """Return what an item is called inside a sentence: «sak 8», or its title where it has no number."""
    if item.sak:
        return Message("sak {sak}", {"sak": item.sak.partition("/")[0].strip()})
    return Message("«{title}»", {"title": quoted(item.title)})


def _moved_part(moved: Moved) -> Message:
    numbers = {"name": figure_word(moved.name), "then": moved.then_kr, "now": moved.now_kr}
    if moved.is_gone:
        return Message("{name} var {then:kr}, finnes ikke nå", numbers)
    return Message("{name} var {then:kr}, er {now:kr}", numbers)


def _folded_names(figures: Mapping[str, int | None]) -> dict[str, str]:
    """Return the figures' names by how they are compared; a name of the case's own goes before a translated one."""
    known = {_folded(name): name for name in reversed(list(figures))}
    for name, word in _OF_EVERY_CASE.items():
        for language in LANGUAGES:
            known.setdefault(_folded(render(word, language=language)), name)
    return known


def _unknown(written: str, known: Mapping[str, str]) -> Refused:
    said = {"text": quoted(written)}
    if not written.strip():
        return Refused(Message("Klammene er tomme. Skriv navnet på tallet mellom dem, for eksempel «{{Innstilt}}»."))
    near = get_close_matches(_folded(written), list(known), n=1, cutoff=0.6)
    if near:
        return Refused(
            Message("«{text}» er ikke et tall i innstillingen. Mener du «{near}»?", {**said, "near": known[near[0]]})
        )
    return Refused(
        Message(
            "«{text}» er ikke et tall i innstillingen. Skriv navnet på et nettverk eller en linje i rammen, "
            "eller Totalt, Ramme til nettverkene, Innstilt eller Gjenstår.",
            said,
        )
    )


def _writable(name: str) -> str:
    """Return a name as it can stand between braces."""
    return " ".join(name.replace("{", "(").replace("}", ")").split())


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()
