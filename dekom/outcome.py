"""What a check can say. Four kinds that are never mixed, and the words of each (domain.md)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dekom.i18n import Message
from dekom.model import Acknowledgement

Facts = Mapping[str, int | str | None]


class Kind(StrEnum):
    """A krav binds the forum, a grense is the forum's own, a kontroll is arithmetic, an opplysning a figure."""

    KRAV = "Krav"
    GRENSE = "Forumets grense"
    KONTROLL = "Kontroll"
    OPPLYSNING = "Opplysning"


class Status(StrEnum):
    """The word a check ends in; the value is the bokmål text."""

    OPPFYLT = "Oppfylt"
    IKKE_OPPFYLT = "Ikke oppfylt"
    INNENFOR = "Innenfor"
    OVER = "Over"
    IKKE_SATT = "Ikke satt"
    STEMMER = "Stemmer"
    AVVIK = "Avvik"
    UAVKLART = "Uavklart"
    OPPLYSNING = "Opplysning"
    AV = "Av"


PASSED = frozenset({Status.OPPFYLT, Status.INNENFOR, Status.STEMMER})
OPEN = frozenset({Status.IKKE_OPPFYLT, Status.OVER, Status.AVVIK, Status.UAVKLART})
WORST_FIRST = (Status.IKKE_OPPFYLT, Status.OVER, Status.AVVIK, Status.UAVKLART)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its word, a sentence with the numbers, and the numbers themselves."""

    status: Status
    message: Message
    facts: Facts


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding with its place: the rule, the network ("" for the whole ordning), and the forum's answer."""

    rule_id: str
    kind: Kind
    title: Message
    source: Message | None
    nettverk_id: str
    finding: Finding
    acknowledgement: Acknowledgement | None = None

    @property
    def status(self) -> Status:
        return self.finding.status

    @property
    def message(self) -> Message:
        return self.finding.message

    @property
    def is_open(self) -> bool:
        """Whether the forum still has to answer it, with a forbehold (krav) or a begrunnelse (the rest)."""
        return self.status in OPEN and self.acknowledgement is None


def facts_key(finding: Finding) -> str:
    """Return the numbers that an acknowledgement is given for; it falls when this text changes."""
    return json.dumps({"status": finding.status, **finding.facts}, sort_keys=True, ensure_ascii=False)
