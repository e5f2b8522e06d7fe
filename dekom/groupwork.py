"""Group work: groups, the sheets they fill in, and their answers. A sheet is data; another county has its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TieKind = Literal["nettverk", "uh"]
AnswerPlace = tuple[str, str, str, str]  # gruppe, sheet, nettverk ("" for the whole), question


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the meeting; each has its own storskjerm."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Tilknytning of a group to a network or an institution. The tool records it and does not judge."""

    kind: TieKind
    subject_id: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Gruppe:
    """A group. It prepares its own networks (forarbeid) and listens to those of its partner group (lytting)."""

    id: str
    name: str
    members: int | None = None
    room_id: str = ""
    partner_id: str = ""
    forarbeid: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a sheet. `kinds` says what an answer may hold: `valg` or `flere valg`, `tekst`, `beløp`.

    `frame_line` is the name of the frame lines that an amount is about, so that it leads into the what-if.
    """

    id: str
    text: str
    kinds: tuple[str, ...]
    choices: tuple[str, ...] = ()
    source: str = ""
    frame_line: str = ""

    @property
    def mark(self) -> str:
        """The number or letter that people know the question by, such as A2; "" where it has none."""
        return self.id if len(self.id) <= 2 and self.id.isalnum() and self.id != "0" else ""

    @property
    def has_choices(self) -> bool:
        return "valg" in self.kinds or self.has_several

    @property
    def has_several(self) -> bool:
        """Whether more than one of the choices may be given."""
        return "flere valg" in self.kinds

    @property
    def has_text(self) -> bool:
        return "tekst" in self.kinds

    @property
    def has_amount(self) -> bool:
        return "beløp" in self.kinds


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in one ordning. `per` says whether a group fills it in once a network or once."""

    id: str
    title: str
    ordning: str
    per: Literal["nettverk", "gruppe"]
    questions: tuple[Question, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a group has answered to a question. Several choices stand with `;` between; nothing given is "" or None."""

    choice: str = ""
    text: str = ""
    note: str = ""
    amount_kr: int | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(filter(None, self.choice.split(";")))

    @property
    def is_given(self) -> bool:
        """Whether the question is answered; a note alone is no answer."""
        return bool(self.choice or self.text.strip()) or self.amount_kr is not None


NOT_ANSWERED = Answer()


def place_key(meeting_id: str, place: AnswerPlace) -> dict[str, str]:
    """Return the key of the rows that belong to an answer."""
    gruppe_id, sheet_id, nettverk_id, question_id = place
    key = {"meeting_id": meeting_id, "gruppe_id": gruppe_id, "sheet_id": sheet_id}
    return {**key, "nettverk_id": nettverk_id, "question_id": question_id}


@dataclass(frozen=True, slots=True)
class Inhabilitet:
    """Somebody who declared themselves inhabil («who» is a role or an organisation), and what the forum decided.

    `nettverk_id` is the network it is about, "" where it is about something else.
    """

    id: str
    who: str
    concerns: str
    decision: str
    nettverk_id: str = ""


@dataclass(frozen=True, slots=True)
class GroupWork:
    """The group work of a meeting, as far as the reader may see it. `revealed` holds (gruppe, sheet)."""

    meeting_id: str
    rooms: tuple[Room, ...] = ()
    grupper: tuple[Gruppe, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    answers: Mapping[AnswerPlace, Answer] = field(default_factory=dict)
    revealed: frozenset[tuple[str, str]] = frozenset()
    shown_notes: frozenset[AnswerPlace] = frozenset()
    inhabilitet: tuple[Inhabilitet, ...] = ()
    leaves_out_tied: bool = False

    def gruppe(self, gruppe_id: str) -> Gruppe | None:
        return next((g for g in self.grupper if g.id == gruppe_id), None)

    def sheet(self, sheet_id: str) -> Sheet | None:
        return next((s for s in self.sheets if s.id == sheet_id), None)

    def lytting(self, gruppe: Gruppe) -> tuple[str, ...]:
        """Return the networks a group listens to: those its partner group presents."""
        partner = self.gruppe(gruppe.partner_id)
        return tuple(i for i in partner.forarbeid if i not in gruppe.forarbeid) if partner else ()

    def nettverk_of(self, gruppe: Gruppe) -> tuple[str, ...]:
        """Return the networks a group sees and answers for, its own first."""
        return gruppe.forarbeid + self.lytting(gruppe)

    def answer(self, gruppe_id: str, sheet_id: str, nettverk_id: str, question_id: str) -> Answer:
        return self.answers.get((gruppe_id, sheet_id, nettverk_id, question_id), NOT_ANSWERED)
