"""What the workbook of a group looks like, for the one who writes it and the one who reads it: sheets and columns."""

from collections.abc import Sequence

from dekom.columns import Column
from dekom.groupwork import GroupWork, Gruppe, Question, Sheet
from dekom.i18n import LANGUAGES, Message, render
from dekom.model import Case, Nettverk
from dekom.set_up import folded
from dekom.sheet_names import EXPLANATION

LONGEST_NAME = 31  # UTF-16 units, what Excel has room for in the name of a sheet
_NOT_IN_NAMES = frozenset("[]:*?/\\")

OF_GROUP, OF_MEETING = Message("Gruppe"), Message("Møte")

NETTVERK = Column("nettverk", Message("Nettverk"), "navn", Message("Nettverket svaret gjelder. La det stå."))
MERKE = Column("merke", Message("Merke"), "tekst", Message("Det spørsmålet går under. La det stå."))
QUESTION = Column("question", Message("Spørsmål"), "tekst", Message("Det gruppen skal svare på. La det stå."))
CHOICE = Column(
    "choice", Message("Svar"), "valg", Message("Velg fra listen i cellen. Flere svar skilles med semikolon (;).")
)
TEXT = Column("text", Message("Tekst"), "tekst", Message("Svaret med gruppens egne ord."))
AMOUNT = Column(
    "amount_kr", Message("Beløp"), "kr", Message("Hele kroner. Skriv for eksempel 842 950, 1,2 mill. eller behov.")
)
NOTE = Column("note", Message("Notat"), "tekst", Message("Gruppens eget notat til svaret."))
ASKED, ANSWERED = (NETTVERK, MERKE, QUESTION), (CHOICE, TEXT, AMOUNT, NOTE)


def columns_of(sheet: Sheet) -> tuple[Column, ...]:
    """Return the columns of a sheet; one that a group fills in once is about no network."""
    asked = ASKED if sheet.per == "nettverk" else ASKED[1:]
    return (*asked, *ANSWERED)


def is_open(column: Column, question: Question) -> bool:
    """Return whether an answer to the question may have something in a column."""
    takes = {CHOICE.field: question.has_choices, TEXT.field: question.has_text, AMOUNT.field: question.has_amount}
    return takes.get(column.field, question.has_choices)  # notes are written, and shown, beside choices


def sheets_of(work: GroupWork, case: Case) -> tuple[Sheet, ...]:
    """Return the sheets that groups fill in for the ordning of the case."""
    return tuple(sheet for sheet in work.sheets if sheet.ordning == case.ordning)


def nettverk_of(work: GroupWork, case: Case, gruppe: Gruppe) -> list[Nettverk]:
    """Return the networks of the case that a group answers for, its own first."""
    known = {n.id: n for n in case.nettverk}
    return [known[i] for i in work.nettverk_of(gruppe) if i in known]


def meeting_words(case: Case) -> Message:
    """Return what a workbook calls the meeting and the ordning that it is made for."""
    said = {"title": case.title, "county": case.county, "ordning": case.ordning_name}
    return Message("{title} · {county} · {ordning} · {day}", said | {"day": f"{case.held_on:%d.%m.%Y}"})


def worksheet_names(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return what each sheet is called in Excel, by its id: the title as far as Excel allows it, no two alike."""
    taken = {"history", *called(EXPLANATION)}  # Excel keeps the first for itself
    names: dict[str, str] = {}
    for sheet in sheets:
        allowed = "".join(c if c.isprintable() and c not in _NOT_IN_NAMES else " " for c in sheet.title)
        bare = _cut(" ".join(allowed.split()), LONGEST_NAME) or _cut(sheet.id, LONGEST_NAME)
        name, number = bare, 1
        while folded(name) in taken:
            number += 1
            name = f"{_cut(bare, LONGEST_NAME - len(str(number)) - 1)} {number}"
        taken.add(folded(name))
        names[sheet.id] = name
    return names


def called(message: Message) -> set[str]:
    """Return what a heading or a label is called in any language, as names are compared."""
    return {folded(render(message, language=language)) for language in LANGUAGES}


def _cut(text: str, units: int) -> str:
    text = text[:units]
    while len(text.encode("utf-16-le")) > 2 * units:
        text = text[:-1]
    return text.strip(" '")
