"""From answers on the sheets to what the forum looks at: matrix, spread, progress and framlegg.

The rules give the criteria no weights, so there is no score: rows are ordered by how many questions the groups see
differently, then by how far apart they are. A question that is not answered is never read as «nei». Notes are a
group's own: they stand here only where they are picked for showing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from dekom.groupwork import Answer, GroupWork, Gruppe, Question, Sheet
from dekom.i18n import Message

Answers = tuple[tuple[str, Answer], ...]  # (gruppe, answer), every group of that side
Amounts = tuple[tuple[str, int], ...]  # (gruppe, kr), those that have given one
Texts = tuple[tuple[str, str], ...]  # (gruppe, text), those that have given one

NO_UH: Mapping[str, Collection[str]] = MappingProxyType({})
FIRST, BETWEEN, LAST, NO_SHAPE = "●", "◐", "○", "–"
OFF_LIST = "◇"


class Agreement(StrEnum):
    """Whether the groups that assess a network see a question alike; MANGLER: not both sides have answered."""

    ENIGE = "enige"
    UENIGE = "uenige"
    MANGLER = "mangler"


@dataclass(frozen=True, slots=True)
class Cell:
    """What the groups answer to one question about one network: those with the forarbeid, and those who listen.

    Groups that are left out for their tilknytning stand here, but count neither in `agreement` nor in `distance`:
    the steps on the list of choices between the two answers furthest apart, 0 if equal or missing.
    """

    question_id: str
    forarbeid: Answers
    lytting: Answers
    agreement: Agreement
    distance: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A network in the matrix: a cell for each question with one choice, and the amounts in kr.

    `disagreements` is the number of questions seen differently. `tied` are the groups here with tilknytning to the
    network or an institution of it, `left_out` those of them whose answers do not count.
    """

    nettverk_id: str
    cells: tuple[Cell, ...]
    forarbeid_kr: Amounts
    lytting_kr: Amounts
    disagreements: int
    tied: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def distance(self) -> int:
        """The steps between the answers, summed over the questions."""
        return sum(cell.distance for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """A choice and the groups that gave it."""

    choice: str
    grupper: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How the groups answer a question that each answers once.

    `choices` are those of the question, given or not, then those that stand in the answers and are no longer on the
    list. Amounts in kr.
    """

    choices: tuple[ChoiceCount, ...]
    not_answered: tuple[str, ...]
    amounts: Amounts
    texts: Texts


def matrix(
    work: GroupWork, sheet: Sheet, nettverk_ids: Sequence[str], uh_of: Mapping[str, Collection[str]] = NO_UH
) -> tuple[MatrixRow, ...]:
    """Return a row for each network, those that the groups see most differently first, else in the order given.

    `uh_of` holds the recipient ids of the UH institutions that a network works with, by network id.
    """
    rows = [_row(work, sheet, nettverk_id, uh_of.get(nettverk_id, ())) for nettverk_id in nettverk_ids]
    return tuple(sorted(rows, key=lambda row: (-row.disagreements, -row.distance)))


def _row(work: GroupWork, sheet: Sheet, nettverk_id: str, uh_ids: Collection[str]) -> MatrixRow:
    forarbeid = [g for g in work.grupper if nettverk_id in g.forarbeid]
    lytting = [g for g in work.grupper if nettverk_id in work.lytting(g)]
    tied = tuple(g.id for g in (*forarbeid, *lytting) if is_tied(g, nettverk_id, uh_ids))
    left_out = tied if work.leaves_out_tied else ()
    cells = tuple(
        _cell(
            question,
            _answers(work, sheet, nettverk_id, question, forarbeid),
            _answers(work, sheet, nettverk_id, question, lytting),
            left_out,
        )
        for question in assessed(sheet)
    )
    return MatrixRow(
        nettverk_id=nettverk_id,
        cells=cells,
        forarbeid_kr=_proposed(work, sheet, nettverk_id, forarbeid, left_out),
        lytting_kr=_proposed(work, sheet, nettverk_id, lytting, left_out),
        disagreements=sum(cell.agreement is Agreement.UENIGE for cell in cells),
        tied=tied,
        left_out=left_out,
    )


def is_tied(gruppe: Gruppe, nettverk_id: str, uh_ids: Collection[str]) -> bool:
    """Return whether a group has recorded tilknytning to a network, or to one of these institutions."""
    return any(
        tie.subject_id == nettverk_id if tie.kind == "nettverk" else tie.subject_id in uh_ids for tie in gruppe.ties
    )


def assessed(sheet: Sheet) -> tuple[Question, ...]:
    """Return the questions that make the columns of the matrix: those where one choice is given."""
    return tuple(q for q in sheet.questions if q.has_choices and not q.has_several)


def amount_question(sheet: Sheet) -> Question | None:
    """Return the question that asks for the proposed amount: the first that takes one."""
    return next((q for q in sheet.questions if q.has_amount), None)


def _cell(question: Question, forarbeid: Answers, lytting: Answers, left_out: Collection[str]) -> Cell:
    sides = [
        [answer.choice for gruppe_id, answer in side if gruppe_id not in left_out] for side in (forarbeid, lytting)
    ]
    given = [choice for side in sides for choice in side]
    different = {choice for choice in given if choice}
    if len(different) > 1:
        agreement = Agreement.UENIGE
    elif all(sides) and all(given):
        agreement = Agreement.ENIGE
    else:
        agreement = Agreement.MANGLER
    return Cell(question.id, forarbeid, lytting, agreement, _distance(question, different))


def _distance(question: Question, different: Collection[str]) -> int:
    """Return the steps between the choices furthest apart; one that is not on the list is a step from any other."""
    if len(different) < 2:
        return 0
    steps = [question.choices.index(choice) for choice in different if choice in question.choices]
    return max(1, max(steps) - min(steps)) if steps else 1


def _answers(
    work: GroupWork, sheet: Sheet, nettverk_id: str, question: Question, grupper: Iterable[Gruppe]
) -> Answers:
    return tuple((g.id, shown_answer(work, sheet, g.id, nettverk_id, question)) for g in grupper)


def _proposed(
    work: GroupWork, sheet: Sheet, nettverk_id: str, grupper: Iterable[Gruppe], left_out: Collection[str]
) -> Amounts:
    question = amount_question(sheet)
    if question is None:
        return ()
    counted = (g for g in grupper if g.id not in left_out)
    return _amounts(_answers(work, sheet, nettverk_id, question, counted))


def _amounts(answers: Answers) -> Amounts:
    return tuple((gruppe_id, answer.amount_kr) for gruppe_id, answer in answers if answer.amount_kr is not None)


def spread(work: GroupWork, sheet: Sheet, question: Question) -> Spread:
    """Return how the groups answer a question of a sheet that each group fills in once; several choices count each."""
    answers = _answers(work, sheet, "", question, work.grupper)
    given = [choice for _gruppe_id, answer in answers for choice in choices_of(answer, question)]
    return Spread(
        choices=tuple(
            ChoiceCount(choice, tuple(i for i, answer in answers if choice in choices_of(answer, question)))
            for choice in dict.fromkeys((*question.choices, *given))
        ),
        not_answered=tuple(gruppe_id for gruppe_id, answer in answers if not answer.is_given),
        amounts=_amounts(answers),
        texts=tuple((gruppe_id, answer.text) for gruppe_id, answer in answers if answer.text.strip()),
    )


def choices_of(answer: Answer, question: Question) -> tuple[str, ...]:
    """Return the choices given: one as it stands, or each of several."""
    if question.has_several:
        return answer.choices
    return (answer.choice,) if answer.choice else ()


def progress(work: GroupWork, sheet: Sheet, gruppe_id: str, nettverk_id: str) -> tuple[int, int]:
    """Return how many of the sheet's questions a group has answered for a network ("" for the whole), of how many."""
    given = [work.answer(gruppe_id, sheet.id, nettverk_id, question.id).is_given for question in sheet.questions]
    return sum(given), len(given)


def total_progress(
    work: GroupWork, sheet: Sheet, gruppe: Gruppe, nettverk_ids: Collection[str] | None = None
) -> tuple[int, int]:
    """Return how many questions a group has answered on all its sheets of this kind, of how many.

    With `nettverk_ids`, only those networks count: those of the sheet's ordning, where a meeting has several.
    """
    places = work.nettverk_of(gruppe) if sheet.per == "nettverk" else ("",)
    counted = [i for i in places if sheet.per == "gruppe" or nettverk_ids is None or i in nettverk_ids]
    parts = [progress(work, sheet, gruppe.id, nettverk_id) for nettverk_id in counted]
    return sum(answered for answered, _all in parts), sum(all_ for _answered, all_ in parts)


def framlegg(work: GroupWork, sheet: Sheet, gruppe_id: str, nettverk_id: str) -> tuple[tuple[Question, Answer], ...]:
    """Return what a group presents of a network to the forum, in the order of the sheet."""
    return tuple((q, shown_answer(work, sheet, gruppe_id, nettverk_id, q)) for q in sheet.questions)


def shown_answer(work: GroupWork, sheet: Sheet, gruppe_id: str, nettverk_id: str, question: Question) -> Answer:
    """Return an answer as others may see it: without its note, unless that is picked for showing."""
    answer = work.answer(gruppe_id, sheet.id, nettverk_id, question.id)
    is_shown = (gruppe_id, sheet.id, nettverk_id, question.id) in work.shown_notes
    return answer if is_shown else replace(answer, note="")


def shape_of(choice: str, question: Question) -> str:
    """Return a sign for a choice, to stand beside its word so that nothing hangs on colour.

    The first choice is full, the last empty, any between half; a choice no longer on the list has a sign of its own.
    Where several may be given there is no order between them, and each has the full one.
    """
    if not choice:
        return NO_SHAPE
    if choice not in question.choices:
        return OFF_LIST
    if question.has_several or choice == question.choices[0]:
        return FIRST
    return LAST if choice == question.choices[-1] else BETWEEN


def choice_words(answer: Answer, question: Question) -> Message:
    """Return what is chosen in words; «Ikke svart» where nothing is."""
    chosen = choices_of(answer, question)
    return Message("{svar}", {"svar": chosen}) if chosen else Message("Ikke svart")


def agreement_words(agreement: Agreement) -> Message:
    """Return the agreement with its sign, in words."""
    return _AGREEMENT_WORDS[agreement]


_AGREEMENT_WORDS = {
    Agreement.ENIGE: Message("= Enige"),
    Agreement.UENIGE: Message("≠ Uenige"),
    Agreement.MANGLER: Message("– Mangler svar"),
}
