"""The name in front of a row: which network it is, or that the row is a sum."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from dekom.i18n import Message
from dekom.money import quoted
from dekom.table_headings import compact
from dekom.table_model import Known, RowKind
from dekom.table_notes import LEFT_OUT, Notes

NEW = "nytt"
MOST_COMPARED = 20_000
_ALIKE = 0.85
_SUM = re.compile(
    r"(?:sum|summen|totalsum|totalt?|samlet|samla)?(?:totalt?|tilsammen|tilsaman|ialt|samlet|samla)?"
    r"(?:for|av)?(?:alle?)?(?:nettverk(?:ene|a)?)?"
)
_SUM_WORDS = ("sum", "total", "tilsam", "ialt", "saml")
_SUBTOTALS = ("delsum", "deltotal", "subtotal")
_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")


def squeezed(text: str) -> str:
    """Return a name without its spaces and line breaks, in lower case."""
    return "".join(unicodedata.normalize("NFC", text).casefold().split())


def sum_kind(name: str) -> RowKind | None:
    """Return whether a name says that the row is the sum of the table, or of some of its rows."""
    said = compact(name).rstrip("0123456789")
    if said.startswith(_SUM_WORDS) and _SUM.fullmatch(said):
        return "sum"
    is_sum_of = re.match(r"\s*sum\s+\w", name, re.IGNORECASE) is not None
    return "delsum" if is_sum_of or said.startswith(_SUBTOTALS) else None


class Names:
    """Finds the network that a name in the table is, and says or asks where that is not plain."""

    def __init__(self, known: Known, notes: Notes) -> None:
        self._known = known
        self._notes = notes
        self._by_letters: dict[str, list[str]] = defaultdict(list)
        self._by_words: dict[str, list[str]] = defaultdict(list)
        for nettverk_id, name in known.networks.items():
            self._by_letters[squeezed(name)].append(nettverk_id)
            self._by_words[compact(name)].append(nettverk_id)
        self._compared = 0
        self.found: set[str] = set()

    def is_known(self, text: str) -> bool:
        """Return whether a text is the name of a network of the meeting, whatever spaces and breaks are in it."""
        return squeezed(text) in self._by_letters

    def sum_kind(self, text: str) -> RowKind | None:
        """Return whether a name says that the row is a sum; a network of the meeting is none, whatever its name."""
        return None if self.is_known(text) else sum_kind(text)

    def match(self, text: str, place: str) -> tuple[str, str] | None:
        """Return the network's id, "" for a new one, and its name; None if the row is answered to be left out.

        The id is then among those `found` in the table.
        """
        match = self._match(text, place)
        if match is not None and match[0]:
            self.found.add(match[0])
        return match

    def _match(self, text: str, place: str) -> tuple[str, str] | None:
        is_broken = _BREAK.search(text.strip()) is not None
        if found := self._by_letters.get(squeezed(text)):
            return self._certain(text, found, is_broken, place)
        found = self._by_words.get(compact(text), [])
        if len(found) == 1 and compact(text):
            name = self._known.networks[found[0]]
            said = Message("«{text}» er lest som {name}.", {"text": quoted(text), "name": name})
            self._notes.remark(said, place)
            return found[0], name
        name = self._healed(text, place) if is_broken else text.strip()
        if close := self._close(name):
            return self._asked(name, close, place)
        if self._known.networks:
            said = Message(
                "«{name}» er ikke et nettverk i møtet. Raden blir et nytt nettverk.", {"name": quoted(name)}
            )
            self._notes.remark(said, place)
        return "", name

    def ask_if_network(self, name: str, place: str, why: Message) -> bool:
        """Return whether a doubtful row is answered to be a new network; False while nobody has answered."""
        choices = [(NEW, Message("Et nytt nettverk")), (LEFT_OUT, Message("Ta ikke med raden"))]
        return self._notes.ask(f"rad: {compact(name)}", why, choices, place) == NEW

    def _certain(self, text: str, found: Sequence[str], is_broken: bool, place: str) -> tuple[str, str]:
        name = self._known.networks[found[0]]
        if len(found) > 1:
            said = Message("Flere nettverk i møtet heter «{name}». Gi dem ulike navn først.", {"name": quoted(name)})
            self._notes.error(said, place)
        if not is_broken:
            return found[0], text.strip()
        self._notes.remark(Message("Navnet {name} er satt sammen over linjeskift.", {"name": quoted(name)}), place)
        return found[0], name

    def _healed(self, text: str, place: str) -> str:
        """Return a name with line breaks that no network of the meeting has, as it is answered to be."""
        lines = [line.strip() for line in _BREAK.split(text.strip())]
        spaced, joined = " ".join(lines), "".join(lines)
        question = Message("Navnet er delt over flere linjer. Hva heter nettverket?")
        choices = [(name, Message("{name}", {"name": name})) for name in (joined, spaced)]
        return self._notes.ask(f"navn: {compact(text)}", question, choices, place) or spaced

    def _close(self, name: str) -> list[str]:
        """Return the networks that a name may well mean: a part of the name, the same words, or a slip."""
        said, words = compact(name), set(re.findall(r"\w+", name.casefold()))
        if len(said) < 4 or self._compared > MOST_COMPARED:
            return []
        self._compared += len(self._known.networks)
        found = []
        matcher = SequenceMatcher(b=said, autojunk=False)
        for nettverk_id, other in self._known.networks.items():
            letters = compact(other)
            matcher.set_seq1(letters)
            is_part = min(len(said), len(letters)) >= 4 and (letters.startswith(said) or said.startswith(letters))
            same_words = words == set(re.findall(r"\w+", other.casefold()))
            if is_part or same_words or (matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE):
                found.append(nettverk_id)
        return found

    def _asked(self, name: str, close: Sequence[str], place: str) -> tuple[str, str] | None:
        networks = self._known.networks
        question = Message("«{name}» er ikke et nettverk i møtet. Hvilket er det?", {"name": quoted(name)})
        choices = [
            *((f"nettverk:{c}", Message("{name}", {"name": networks[c]})) for c in close),
            (NEW, Message("Et nytt nettverk")),
            (LEFT_OUT, Message("Ta ikke med raden")),
        ]
        answer = self._notes.ask(f"navn: {compact(name)}", question, choices, place)
        if answer == LEFT_OUT:
            return None
        return (answer.removeprefix("nettverk:") if answer.startswith("nettverk:") else ""), name
