"""The sheets on paper: what stands on them, how many pages they take, and that no text is read as markup."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import typst

from dekom.groupwork import Answer, GroupWork, Gruppe, Question, Sheet
from dekom.model import Case, Share
from dekom.sheet_print import TEMPLATE, sheets_data, sheets_pdf
from tests.dekom.builders import make_case, make_grunnlag, make_nettverk

CHOICES = ("ja", "delvis ja", "nei")
QUESTIONS = (
    Question("0", "Tema", ("tekst",)),
    Question("1", "Lokalt forankret?", ("valg",), CHOICES),
    Question("2", "Kollektiv læring?", ("valg",), CHOICES),
    Question("konklusjon", "Konklusjon", ("tekst",)),
    Question("begrunnelse", "Begrunnelse", ("tekst",)),
    Question("belop", "Foreslått beløp", ("beløp",)),
)
SHEET = Sheet("kriterieark", "Kriterieark", "dekom", "nettverk", QUESTIONS)
POOL_QUESTIONS = (
    Question("C", "Ta stilling til summen", ("valg", "beløp"), ("videreføre 2,5 mill", "mer enn 2,5 mill")),
    Question("E", "Videre prosess", ("flere valg", "tekst"), ("sette ned arbeidsgruppe", "sende på høring")),
)
POOL = Sheet("pool", "Spørsmål om poolen", "dekom", "gruppe", POOL_QUESTIONS)
A = Gruppe("a", "Gruppe A", partner_id="b", forarbeid=("fosen", "vaernes"))
B = Gruppe("b", "Gruppe B", partner_id="a", forarbeid=("gauldal",))
CASE = make_case(*(make_nettverk(i) for i in ("gauldal", "innherred", "fosen", "vaernes")))
HOSTILE = [
    '#eval("1")',
    "#sys.inputs $x$ *a* _b_ `c` <label>",
    "= Overskrift\n- punkt\n+ tall\n/ ord: mening",
    "@ref [ ] { } ( \\ \\u{41} // borte /* borte */ ~ -- ...",
    "{svar} {0} %s",
    "Čáhppes đŋšŧž 842 950",
]


def make_work(answers: dict[tuple[str, str, str, str], Answer] | None = None, **rest: Any) -> GroupWork:
    """Return group work of two groups that listen to each other; answers by place."""
    return GroupWork("prove-2022", **{"grupper": (A, B), "sheets": (SHEET, POOL), "answers": answers or {}, **rest})


ANSWERED = make_work(
    {
        ("a", "kriterieark", "fosen", "0"): Answer(text="Vurdering for læring"),
        ("a", "kriterieark", "fosen", "1"): Answer("delvis ja", note="Spør i plenum."),
        ("a", "kriterieark", "fosen", "belop"): Answer(amount_kr=842_950),
        ("a", "kriterieark", "gauldal", "1"): Answer("nei"),
        ("b", "kriterieark", "fosen", "1"): Answer("ja", note="Andres notat"),
        ("a", "pool", "", "C"): Answer("avvente", amount_kr=2_000_000),
        ("a", "pool", "", "E"): Answer("sende på høring", "Før sommeren"),
    }
)


def number_of_pages(pdf: bytes) -> int:
    """Return the number of pages, from the page objects, which typst writes in the open."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def printed(data: dict[str, Any], selector: str = "table") -> str:
    """Return the text that typst sets in the tables (the questions with their answers) or the headings."""
    inputs = {"data": json.dumps(data)}
    found = json.loads(typst.query(TEMPLATE.read_bytes(), selector, sys_inputs=inputs, ignore_system_fonts=True))
    return " ".join(_texts(found))


def _texts(content: Any) -> list[str]:
    if isinstance(content, dict):
        own = [content["text"]] if content.get("func") == "text" else []
        return own + [text for key, part in content.items() if key != "text" for text in _texts(part)]
    return [text for part in content for text in _texts(part)] if isinstance(content, list) else []


def question_of(data: dict[str, Any], sheet: int, question: int) -> dict[str, Any]:
    found: dict[str, Any] = data["sheets"][sheet]["questions"][question]
    return found


def ticked(question: dict[str, Any]) -> list[str]:
    return [choice["text"] for choice in question["choices"] if choice["ticked"]]


# --- Which sheets ---


@pytest.mark.parametrize(
    ("gruppe", "expected"),
    [
        (A, [("Fosen", "Forarbeid"), ("Vaernes", "Forarbeid"), ("Gauldal", "Lytting")]),
        (B, [("Gauldal", "Forarbeid"), ("Fosen", "Lytting"), ("Vaernes", "Lytting")]),
        (None, [("Gauldal", "Lytting"), ("Innherred", "Lytting"), ("Fosen", "Lytting"), ("Vaernes", "Lytting")]),
        (Gruppe("c", "Gruppe C"), [("Kriterieark", "")]),
        (Gruppe("c", "Gruppe C", forarbeid=("annen-ordning",)), [("Kriterieark", "")]),
    ],
)
def test_a_page_a_network_with_the_groups_own_first(gruppe, expected):
    work = make_work()
    data = sheets_data(CASE, work, SHEET, gruppe, filled=False)
    assert [(page["heading"], page["role"]) for page in data["sheets"]] == expected
    assert {page["gruppe"] for page in data["sheets"]} == {gruppe.name if gruppe else ""}
    assert number_of_pages(sheets_pdf(CASE, work, SHEET, gruppe, filled=False)) == len(expected)


@pytest.mark.parametrize("gruppe", [A, None])
def test_a_sheet_for_the_whole_is_one_page(gruppe):
    data = sheets_data(CASE, ANSWERED, POOL, gruppe, filled=True)
    assert [(page["heading"], page["role"], page["basis"]) for page in data["sheets"]] == [
        ("Spørsmål om poolen", "", None)
    ]
    assert number_of_pages(sheets_pdf(CASE, ANSWERED, POOL, gruppe, filled=True)) == 1


def test_a_case_without_networks_gives_one_page_to_fill_in():
    data = sheets_data(make_case(), make_work(), SHEET, None, filled=True)
    assert "Nettverk : " in printed(data, "par")
    assert "Nettverk : " not in printed(sheets_data(CASE, make_work(), SHEET, None, filled=True), "par")
    assert number_of_pages(sheets_pdf(make_case(), make_work(), SHEET, None, filled=True)) == 1


def test_a_sheet_without_questions_can_be_printed():
    empty = Sheet("tomt", "Tomt", "dekom", "nettverk", ())
    assert number_of_pages(sheets_pdf(CASE, make_work(), empty, A, filled=True)) == 3


# --- What stands on them ---


def test_filled_sheets_hold_the_groups_own_answers():
    data = sheets_data(CASE, ANSWERED, SHEET, A, filled=True)
    assert question_of(data, 0, 0)["answer"] == "Vurdering for læring"
    assert ticked(question_of(data, 0, 1)) == ["delvis ja"]
    assert question_of(data, 0, 1)["note"] == "Spør i plenum."
    assert question_of(data, 0, 5)["amount"] == "842\u00a0950\u00a0kr"
    assert ticked(question_of(data, 1, 1)) == []
    assert ticked(question_of(data, 2, 1)) == ["nei"]
    text = printed(data)
    assert "☒ delvis ja" in text
    assert "Vurdering for læring" in text
    assert "842\u00a0950\u00a0kr" in text
    assert "Andres notat" not in text


@pytest.mark.parametrize(("gruppe", "filled"), [(A, False), (None, True), (None, False)])
def test_an_empty_set_holds_no_answers(gruppe, filled):
    text = printed(sheets_data(CASE, ANSWERED, SHEET, gruppe, filled))
    assert "☐ ja ☐ delvis ja ☐ nei" in text
    assert "☒" not in text
    assert "842" not in text
    assert "Vurdering" not in text


def test_a_choice_that_is_no_longer_on_the_list_is_shown_ticked():
    data = sheets_data(CASE, ANSWERED, POOL, A, filled=True)
    assert ticked(question_of(data, 0, 0)) == ["avvente"]
    assert ticked(question_of(data, 0, 1)) == ["sende på høring"]
    assert "☒ avvente" in printed(data)


@pytest.mark.parametrize(("question_id", "number"), [("0", ""), ("1", "1"), ("A2", "A2"), ("belop", "")])
def test_numbers_of_the_form_are_printed_and_words_are_not(question_id, number):
    sheet = replace(SHEET, questions=(Question(question_id, "Tema", ("tekst",)),))
    assert question_of(sheets_data(CASE, make_work(), sheet, A, filled=False), 0, 0)["number"] == number


def basis_of(case: Case) -> dict[str, Any]:
    return sheets_data(case, make_work(), SHEET, None, filled=False)["sheets"][0]["basis"]


def test_the_decision_basis_stands_in_short():
    shares = (Share("nettverk", 400_000, 100_000), Share("nord", None, remark="ikke avtalt"), Share("borte", 1))
    grunnlag = make_grunnlag(own_kr=None, shares=shares, tiltak="Lesing\ni alle fag", uh_partners="Nord universitet")
    basis = basis_of(make_case(make_nettverk(grunnlag=grunnlag, uncertain={"behov": "Delvis skjult."})))
    assert [(row["label"], row["value"]) for row in (*basis["rows"], *basis["shares"])] == [
        ("Meldt behov", "1\u00a0200\u00a0000\u00a0kr (usikkert)"),
        ("I fjor", "950\u00a0000\u00a0kr"),
        ("Egenfinansiering", "ukjent"),
        ("Nettverk inkl. koordinator", "400\u00a0000\u00a0kr"),
        ("– herav koordinator", "100\u00a0000\u00a0kr"),
        ("Nord universitet (ikke avtalt)", "ukjent"),
        ("borte", "1\u00a0kr"),
    ]
    assert [(text["label"], text["value"]) for text in basis["texts"]] == [
        ("UH-partnere", "Nord universitet"),
        ("Tiltak", "Lesing i alle fag"),
    ]
    assert basis["remarks"] == ["Usikkert i kilden: Delvis skjult."]


@pytest.mark.parametrize("grunnlag", [None, make_grunnlag(need_kr=None, own_kr=None, shares=())])
def test_a_basis_that_is_not_handed_in_is_said_to_be_missing(grunnlag):
    basis = basis_of(make_case(make_nettverk(grunnlag=grunnlag)))
    assert basis["rows"] == []
    assert basis["texts"] == [{"label": "", "value": "Beslutningsgrunnlag er ikke levert."}]


@pytest.mark.parametrize(
    ("tiltak", "shown"),
    [
        ("ord " * 59 + "ende", "ord " * 59 + "ende"),
        ("ord " * 59 + "slutt", "ord " * 58 + "ord …"),
        ("ord " * 1000, "ord " * 59 + "ord …"),
    ],
    ids=["at the limit", "just over", "far over"],
)
def test_a_long_tiltak_is_cut_at_a_word_and_says_so(tiltak, shown):
    basis = basis_of(make_case(make_nettverk(grunnlag=make_grunnlag(tiltak=tiltak))))
    assert basis["texts"][0]["value"] == shown


def test_a_page_is_enough_with_a_full_decision_basis():
    shares = tuple(Share(recipient, 1_000_000, 100_000) for recipient in ("nettverk", "nord", "ntnu"))
    grunnlag = make_grunnlag(shares=shares, tiltak="Lesing i alle fag. " * 100, uh_partners="Nord universitet")
    case = make_case(make_nettverk(grunnlag=grunnlag, uncertain={"behov": "Delvis skjult i kilden."}))
    assert number_of_pages(sheets_pdf(case, make_work(), SHEET, None, filled=False)) == 1


# --- Any text ---


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_is_never_read_as_markup(text):
    gruppe = replace(A, name=text, forarbeid=("fosen",), partner_id="")
    case = make_case(make_nettverk("fosen", name=text, grunnlag=make_grunnlag(tiltak=text, uh_partners=text)))
    answers = {("a", "kriterieark", "fosen", q.id): Answer(text, text, text) for q in QUESTIONS}
    sheet = replace(SHEET, title=text)
    work = make_work(answers, grupper=(gruppe,))
    data = sheets_data(case, work, sheet, gruppe, filled=True)
    assert printed(data, "heading") == text
    assert printed(data).count(text) == 3 * len(QUESTIONS)  # as choice, text and note
    assert number_of_pages(sheets_pdf(case, work, sheet, gruppe, filled=True)) >= 1


@pytest.mark.parametrize("text", ["ord " * 2500, "x" * 10_000, "linje\n" * 1600], ids=["words", "one word", "lines"])
def test_a_long_answer_goes_on_over_the_pages_with_nothing_lost(text):
    work = make_work({("a", "kriterieark", "fosen", "begrunnelse"): Answer(text=text)})
    data = sheets_data(CASE, work, SHEET, replace(A, forarbeid=("fosen",), partner_id=""), filled=True)
    assert question_of(data, 0, 4)["answer"].replace("\u200b", "") == text.strip()
    assert number_of_pages(sheets_pdf(CASE, work, SHEET, A, filled=True)) > 4


@pytest.mark.parametrize(
    "text", ["😀 emoji", "\ue000 ingen skrift har dette", "שלום مرحبا 12", "\u202esnudd", "\x00\x07\t\x1b", "\ud800"]
)
def test_letters_that_fonts_may_lack_never_stop_the_printing(text):
    work = make_work({("a", "kriterieark", "fosen", "1"): Answer("ja", note=text)})
    case = replace(CASE, nettverk=(make_nettverk("fosen", name=text),))
    assert number_of_pages(sheets_pdf(case, work, SHEET, A, filled=True)) == 1


def test_text_from_right_to_left_turns_nothing_beside_it_around():
    case = make_case(make_nettverk(grunnlag=make_grunnlag(shares=(Share("nord", 1, remark="שלום"),))))
    assert basis_of(case)["shares"][0]["label"] == "Nord universitet (\u2068שלום\u2069)"


# --- The file ---


def test_the_pdf_is_accessible_has_a_title_and_says_that_it_is_norwegian():
    pdf = sheets_pdf(CASE, ANSWERED, SHEET, A, filled=True)
    assert pdf.startswith(b"%PDF-")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/Lang(nb)" in pdf
    assert "Kriterieark – Gruppe A".encode() in pdf


def test_the_same_sheets_are_the_same_file():
    assert sheets_pdf(CASE, ANSWERED, SHEET, A, filled=True) == sheets_pdf(CASE, ANSWERED, SHEET, A, filled=True)


def in_capitals(data: Any) -> Any:
    """Return what the template reads with every text in capitals, so that a word of its own would show."""
    if isinstance(data, dict):
        return {key: part if key == "language" else in_capitals(part) for key, part in data.items()}
    if isinstance(data, list):
        return [in_capitals(part) for part in data]
    return data.upper() if isinstance(data, str) else data


@pytest.mark.parametrize("gruppe", [A, None])
@pytest.mark.parametrize("sheet", [SHEET, POOL])
def test_every_word_of_the_template_comes_from_the_core(sheet, gruppe):
    data = in_capitals(sheets_data(CASE, ANSWERED, sheet, gruppe, filled=True))
    text = " ".join(printed(data, selector) for selector in ("heading", "par", "table"))
    assert "SPØRSMÅL" in text
    assert text == text.upper()


def test_the_template_reaches_for_nothing_outside_itself():
    source = TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(r"@preview|import|include|read\(|image\(|plugin\(|eval\(|https?:", source)
