"""The sheets on paper, to print: the way out when laptops or the network fail. Needs no network itself.

What users have written reaches the page as data (JSON), so none of it is ever read as typst markup.
"""

import json
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from dekom.criteria import choices_of
from dekom.groupwork import NOT_ANSWERED, Answer, GroupWork, Gruppe, Question, Sheet
from dekom.i18n import BOKMAL, Message, known_language, render
from dekom.model import Beslutningsgrunnlag, Case, Nettverk, Share

TEMPLATE = Path(__file__).with_name("kriterieark.typ")
IN_SHORT = 240  # characters of a free text in the decision basis, about three lines
IN_FOOTER = 60  # characters of a name in the footer
LONGEST_WORD = 30  # characters; a longer one may be broken anywhere, so that it stays on the paper
LINES = {"nettverk": (2, 3), "gruppe": (3, 5)}  # to write on: (what is ticked or a sum, what is written)

Data = dict[str, Any]  # what the template reads: texts (messages, until all is gathered), lists and dicts of them


def sheets_pdf(
    case: Case, work: GroupWork, sheet: Sheet, gruppe: Gruppe | None, filled: bool, language: str = BOKMAL
) -> bytes:
    """Return a group's sheets as a PDF on A4: a page a network, its own first, or one sheet for the whole.

    With `filled`, the group's answers stand on them. Without a group it is an empty set, with a line for the name.
    """
    data = json.dumps(sheets_data(case, work, sheet, gruppe, filled, language), ensure_ascii=False)
    try:
        return _compiled(data, "ua-1")
    except typst.TypstError:  # a letter that no font here has: then the paper matters more than the standard
        return _compiled(data, None)


def _compiled(data: str, standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        font_paths=_fonts(),
        pdf_standards=standard,
    )


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts: those that typst carries, and those of the machine for letters that they lack."""
    return typst.Fonts()


def sheets_data(
    case: Case, work: GroupWork, sheet: Sheet, gruppe: Gruppe | None, filled: bool, language: str = BOKMAL
) -> Data:
    """Return all that the template writes, in words."""
    nettverk = _nettverk(case, work, gruppe) if sheet.per == "nettverk" else [None]
    pages = [_page(case, work, sheet, gruppe, one, filled) for one in nettverk]
    data = {
        "title": Message("{ark} – {navn}", {"ark": sheet.title, "navn": gruppe.name if gruppe else case.title}),
        "meeting": Message("{møte} · {ordning} · {dato}", _meeting(case)),
        "sheet": _user(sheet.title),
        "words": _WORDS,
        "sheets": pages,
    }
    words: Data = _in_words(data, language)
    return {"language": known_language(language), **words}


def _in_words(data: Any, language: str) -> Any:
    """Return what is written with every message put into the language."""
    match data:
        case Message():
            return _text(data, language)
        case dict():
            return {name: _in_words(part, language) for name, part in data.items()}
        case list():
            return [_in_words(part, language) for part in data]
    return data


_WORDS = {
    "nettverk": Message("Nettverk"),
    "gruppe": Message("Gruppe"),
    "shares": Message("Slik er behovet fordelt"),
    "question": Message("Spørsmål"),
    "answer": Message("Svar og notater"),
    "note": Message("Notat"),
    "kr": Message("kr"),
    "hand-in": Message("Skriv tydelig. Lever arket til sekretariatet, som fører svarene inn."),
}
_ROLES = (Message("Forarbeid"), Message("Lytting"))


def _meeting(case: Case) -> dict[str, str]:
    return {"møte": case.title, "ordning": case.ordning_name, "dato": f"{case.held_on:%d.%m.%Y}"}


def _nettverk(case: Case, work: GroupWork, gruppe: Gruppe | None) -> Sequence[Nettverk | None]:
    """Return the networks that get a page; where there are none, one page with a line for the name."""
    if gruppe is None:
        return case.nettverk or (None,)
    by_id = {n.id: n for n in case.nettverk}
    return [by_id[i] for i in work.nettverk_of(gruppe) if i in by_id] or [None]


def _page(
    case: Case, work: GroupWork, sheet: Sheet, gruppe: Gruppe | None, nettverk: Nettverk | None, filled: bool
) -> Data:
    nettverk_id = nettverk.id if nettverk else ""
    asks_of_nettverk = sheet.per == "nettverk"
    heading = nettverk.name if nettverk else sheet.title
    own, listening = _ROLES
    role = own if gruppe and nettverk_id in gruppe.forarbeid else listening
    answers = [
        work.answer(gruppe.id, sheet.id, nettverk_id, q.id) if gruppe and filled else NOT_ANSWERED
        for q in sheet.questions
    ]
    names = [sheet.title, nettverk.name if nettverk else "", gruppe.name if gruppe else ""]
    return {
        "heading": _user(heading),
        "unnamed": asks_of_nettverk and nettverk is None,  # then there is a line for the name
        "name": " · ".join(_user(_in_short(name, IN_FOOTER)) for name in names if name),
        "gruppe": _user(gruppe.name) if gruppe else "",
        "role": role if nettverk else "",
        "roles": [{"ticked": False, "text": role} for role in _ROLES] if asks_of_nettverk else [],
        "basis": _basis(case, nettverk) if nettverk else None,
        "questions": [_question(q, a, LINES[sheet.per]) for q, a in zip(sheet.questions, answers, strict=True)],
    }


def _question(question: Question, answer: Answer, lines: tuple[int, int]) -> Data:
    chosen = choices_of(answer, question)
    with_choices, with_text = lines
    return {
        "number": _number(question),
        "text": _user(question.text),
        "choices": [
            {"ticked": choice in chosen, "text": _user(choice)}
            for choice in dict.fromkeys((*question.choices, *chosen))
        ],
        "has_amount": question.has_amount,
        "amount": "" if answer.amount_kr is None else _kr(answer.amount_kr),
        "answer": _user(answer.text.strip()),
        "note": _user(answer.note.strip()),
        "lines": with_text if question.has_text else with_choices,
    }


def _number(question: Question) -> str:
    """Return what a question is called on the form (1, A2): ids that are words are not numbers, nor is the 0th."""
    return question.id if len(question.id) <= 2 and question.id != "0" else ""


def _basis(case: Case, nettverk: Nettverk) -> Data:
    """Return the decision basis in short: the need and how it splits, last year, own financing, what is planned."""
    grunnlag = nettverk.grunnlag
    if grunnlag is None or grunnlag.is_empty:
        missing = {"label": "", "value": Message("Beslutningsgrunnlag er ikke levert.")}
        return {"rows": [], "shares": [], "texts": [missing], "remarks": []}
    figures = [
        (Message("Meldt behov"), grunnlag.need_kr, "behov"),
        (Message("I fjor"), nettverk.last_year_kr, "i_fjor"),
        (Message("Egenfinansiering"), grunnlag.egenfinansiering_kr, "egenfinansiering"),
    ]
    return {
        "rows": [
            {"label": label, "value": _kr(kr, is_uncertain=field in nettverk.uncertain)}
            for label, kr, field in figures
        ],
        "shares": [row for share in grunnlag.shares for row in _share(case, share)],
        "texts": _texts(grunnlag),
        "remarks": [
            Message("Usikkert i kilden: {merknad}", {"merknad": _in_short(remark)})
            for remark in dict.fromkeys(nettverk.uncertain.values())
        ],
    }


def _share(case: Case, share: Share) -> list[Data]:
    recipient = case.recipients.get(share.recipient_id)
    name = recipient.name if recipient else share.recipient_id
    label = Message("{navn} ({merknad})" if share.remark else "{navn}", {"navn": name, "merknad": share.remark})
    rows = [{"label": label, "value": _kr(share.amount_kr)}]
    if share.koordinator_kr is not None:
        rows.append({"label": Message("– herav koordinator"), "value": _kr(share.koordinator_kr)})
    return rows


def _texts(grunnlag: Beslutningsgrunnlag) -> list[Data]:
    parts = [
        (Message("UH-partnere"), grunnlag.uh_partners),
        (Message("Tiltak"), grunnlag.tiltak),
    ]
    return [{"label": label, "value": _user(_in_short(text))} for label, text in parts if text.strip()]


def _kr(kr: int | None, is_uncertain: bool = False) -> Message:
    return Message("{kr:kr} (usikkert)" if is_uncertain else "{kr:kr}", {"kr": kr})


def _user(text: str) -> str:
    """Return a user's text as paper can show it."""
    return _text(Message("{tekst}", {"tekst": text}), BOKMAL)


def _in_short(text: str, length: int = IN_SHORT) -> str:
    """Return a text in one paragraph, cut at a space with «…» where it is longer than `length` characters."""
    words = " ".join(text.split())
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0] + " …"


def _text(message: Message, language: str) -> str:
    """Return a message as paper can show it: no control characters, and long words that may be broken."""
    text = render(message, isolate=True, language=language)
    shown = "".join(c if unicodedata.category(c) not in {"Cc", "Cs"} or c == "\n" else " " for c in text)
    return " ".join(_breakable(word) for word in shown.split(" "))


def _breakable(word: str) -> str:
    parts = [word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)]
    return "\u200b".join(parts)
