"""What a heading says: the words of the meeting sheet in bokmål and nynorsk, whole or broken over lines."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from dekom.model import Recipient, RecipientKind
from dekom.table_model import Known, Role

_YEAR = r"(?P<year>20\d\d)"
_OF_YEAR = rf"(?:(?:for|i)?{_YEAR})?"
_PERCENT = (
    r"(?:prosent|prosentandel|prosentdel|prosentvisandel|andel|%|pst|andel(?:en)?i?(?:%|prosent|pst)|i(?:%|prosent))"
)
_NETTVERK = r"nettverk(?:et|ets|ene|a)?"
_UH = r"uh(?:institusjon(?:en|er|ar|ene|ane)?|sektor(?:en)?)?"
_GIVEN = r"(?:tildelt|tildelte|tildeling|løyvd|løyving|bevilget|bevilgning|tilskudd|tilskot|beløp|tal)"

# Headings without their spaces, line breaks and signs, in lower case. The first that fits is what it says.
_PATTERNS: tuple[tuple[Role, str], ...] = (
    ("navn", rf"navn|namn|kompetansenettverk|(?:navn|namn)på(?:kompetanse)?{_NETTVERK}|nettverkets?(?:navn|namn)"),
    ("nettverk_pct", rf"{_PERCENT}(?:til|av|for|på)?{_NETTVERK}|{_NETTVERK}(?:s|sin)?{_PERCENT}"),
    ("uh_pct", rf"{_PERCENT}(?:til|av|for|på)?{_UH}|{_UH}(?:s|sin)?{_PERCENT}"),
    ("endring_pct", rf"{_PERCENT}(?:vis)?endring|endring(?:a|en)?(?:i)?{_PERCENT}"),
    ("av_behov", rf"(?:i)?{_PERCENT}(?:av)(?:meldt)?behov(?:et)?"),
    ("av_sum", rf"(?:i)?{_PERCENT}(?:av)(?:summen|sum|totalen|totalt|total|ialt|samlet|samla)"),
    ("prosent", _PERCENT),
    (
        "i_fjor",
        rf"(?:{_GIVEN}(?:midler|midlar|beløp|sum)?(?:for|i)?)?(?:ifjor{_YEAR}?|{_YEAR.replace('year', 'only_year')})"
        rf"|(?:fjorårets|fjoråret(?:s|sin|sitt)?){_GIVEN}",
    ),
    (
        "behov",
        rf"(?:(?:innmeldt|innmeld|meldt|meld|meldte|søkt|omsøkt|samlet|samla|totalt|alt)*(?:behov|behovet)"
        rf"|(?:om)?søktbeløp|søktom|søknad(?:sbeløp|ssum)){_OF_YEAR}",
    ),
    ("egenfinansiering", rf"(?:samlet|samla|kommunal|lokal)?ei?genfin(?:ansiering(?:en|a)?|ans)?{_OF_YEAR}"),
    ("koordinator", r"(?:herav|derav|hvorav|kvarav)?(?:til)?koordinator(?:en|funksjon(?:en)?|stilling(?:en|a)?)?"),
    ("del", rf"(?:til)?{_NETTVERK}(?:inkl(?:usive?)?(?:koordinator)?)?"),
    (
        "innstilt",
        rf"(?:(?:forslag|framlegg|utkast)(?:til)?)?(?:innstilt|innstilling|innstillinga|tilrådd|tilråding|tilrådning)"
        rf"(?:beløp|sum)?{_OF_YEAR}",
    ),
    ("sum", r"sum|total|totalt|totalsum|tilsammen|tilsaman|ialt"),
)
_HEADINGS = tuple((role, re.compile(pattern)) for role, pattern in _PATTERNS)
_UH_PART = re.compile(rf"(?:til)?{_UH}")
_OTHERS = re.compile(
    r"andre(?:usikker|usikre|usikkert)?|anna(?:usikkert)?|annet(?:usikkert)?|usikker|usikkert|uavklart"
)
_WITHIN = re.compile(r"herav|derav|hvorav|kvarav")
_UNIT = re.compile(r"i?(?:hele|heile)?(?:kroner|kr|nok)$")
_SCALED = re.compile(r"\b(?:1[ .]?000|tusen|mill|millioner|millionar|mnok|tkr|mkr)\b")
_SMALL = frozenset({"i", "på", "og", "for", "av"})
# One of these words alone names no institution.
_COMMON_WORDS = frozenset(
    f"{stem}{ending}"
    for stem in ("universitet", "høgskole", "høyskole", "høgskule")
    for ending in ("", "et", "en", "n", "ane")
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says. `is_exact` is False where a recipient was recognised by less than its whole name."""

    role: Role
    recipient: str = ""
    recipient_kind: RecipientKind = "ulest"
    recipient_name: str = ""
    year: int = 0
    is_within: bool = False
    is_exact: bool = True


def compact(text: str) -> str:
    """Return a text without spaces, line breaks and signs, in lower case: what stands, whatever it was broken into."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum() or c == "%")


def is_scaled(heading: str) -> bool:
    """Return whether a heading says that its amounts are in thousands or millions."""
    return _SCALED.search(heading.casefold()) is not None


@dataclass(frozen=True)
class Headings:
    """The headings that a table of this meeting may have."""

    known: Known
    _read: dict[str, Heading | None] = field(default_factory=dict)

    def read(self, text: str) -> Heading | None:
        """Return what a heading says, None if it is not known."""
        if text not in self._read:
            self._read[text] = self._read_anew(text)
        return self._read[text]

    def _read_anew(self, text: str) -> Heading | None:
        said = _UNIT.sub("", compact(text)) or compact(text)
        if not said or len(said) > 80:
            return None
        if recipient := self._recipient(said):
            return recipient
        for role, pattern in _HEADINGS:
            if match := pattern.fullmatch(said):
                return self._of_role(role, match, text)
        return self._part(said, text)

    def _of_role(self, role: Role, match: re.Match[str], text: str) -> Heading:
        named = match.groupdict()
        year = int(named.get("year") or named.get("only_year") or 0)
        if role == "del":
            return self._of_kind("nettverk", text)
        return Heading(role, year=year, is_within=_WITHIN.match(match[0]) is not None)

    def _part(self, said: str, text: str) -> Heading | None:
        if _OTHERS.fullmatch(said):
            return self._of_kind("andre", text)
        if _UH_PART.fullmatch(said):
            heading = " ".join(text.split())
            return Heading("del", heading, "uh", heading)
        return None

    def _of_kind(self, kind: RecipientKind, text: str) -> Heading:
        """Return the only recipient of a kind, or a new one called what the heading says."""
        found = [recipient for recipient in self._recipients if recipient.kind == kind]
        heading = " ".join(text.split())
        if len(found) == 1:
            return Heading("del", found[0].id, kind, found[0].name)
        return Heading("del", heading, kind, heading)

    def _recipient(self, said: str) -> Heading | None:
        """Return the one recipient that is called this, by its whole name or by an abbreviation that only it has."""
        whole = [r for r in self._recipients if compact(r.name) == said]
        short = [r for r in self._recipients if r.kind == "uh" and _is_short_for(said, r.name)]
        found = whole or short
        if len(found) != 1:
            return None
        return Heading("del", found[0].id, found[0].kind, found[0].name, is_exact=bool(whole))

    @cached_property
    def _recipients(self) -> list[Recipient]:
        return [r for r in self.known.recipients if r.kind != "ulest" and compact(r.name)]


def _is_short_for(said: str, name: str) -> bool:
    """Return whether a name is cut to this: its first word and the beginnings of those after, or its initials."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold())
    if not words:
        return False
    initials = ["".join(word[0] for word in letters) for letters in (words, [w for w in words if w not in _SMALL])]
    if said in initials and len(said) > 1:
        return True
    ends = {len(words[0])} if said.startswith(words[0]) else set()
    if len(said) in ends:
        return words[0] not in _COMMON_WORDS
    for word in words[1:]:
        ends = {end + n for end in ends for n in range(1, len(word) + 1) if said.startswith(word[:n], end)}
        if len(said) in ends:
            return True
    return False
