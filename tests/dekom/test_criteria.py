"""The matrix, the spread, the progress and the framlegg: boundaries, and what holds for any answers."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.criteria import (
    Agreement,
    ChoiceCount,
    agreement_words,
    amount_question,
    choice_words,
    framlegg,
    matrix,
    progress,
    shape_of,
    spread,
    total_progress,
)
from dekom.groupwork import NOT_ANSWERED, Answer, GroupWork, Gruppe, Question, Sheet, Tie
from dekom.i18n import render

CHOICES = ("ja", "delvis ja", "nei")
ANCHORED = Question("1", "Lokalt forankret?", ("valg",), CHOICES)
LEARNING = Question("2", "Kollektiv læring?", ("valg",), CHOICES)
REASON = Question("begrunnelse", "Begrunnelse", ("tekst",))
AMOUNT = Question("belop", "Foreslått beløp", ("beløp",))
SHEET = Sheet("kriterieark", "Kriterieark", "dekom", "nettverk", (ANCHORED, LEARNING, REASON, AMOUNT))

SUM = Question("C", "Ta stilling til summen", ("valg", "beløp"), ("videreføre", "mer", "mindre"))
PROCESS = Question("E", "Videre prosess", ("flere valg", "tekst"), ("arbeidsgruppe", "høring", "møte"))
POOL = Sheet("pool", "Spørsmål om poolen", "dekom", "gruppe", (SUM, PROCESS))

A = Gruppe("a", "Gruppe A", partner_id="b", forarbeid=("fosen", "vaernes"))
B = Gruppe("b", "Gruppe B", partner_id="a", forarbeid=("gauldal",))
HOSTILE = ['#eval("1")', "$x$ *a* @ref [", "{svar} {0}", "<b>ja</b>", "😀", "\u202eשלום", "a;b\n\\", "x" * 10_000]


def make_work(answers: Mapping[tuple[str, str, str], Answer] | None = None, *grupper: Gruppe, **rest) -> GroupWork:
    """Return group work on the kriterieark; answers by (gruppe, network, question)."""
    places = {(g, SHEET.id, n, q): answer for (g, n, q), answer in (answers or {}).items()}
    return GroupWork("prove-2022", grupper=grupper or (A, B), sheets=(SHEET, POOL), answers=places, **rest)


def make_pool(answers: Mapping[tuple[str, str], Answer]) -> GroupWork:
    """Return group work on the pool questions; answers by (gruppe, question)."""
    places = {(g, POOL.id, "", q): answer for (g, q), answer in answers.items()}
    return GroupWork("prove-2022", grupper=(A, B), sheets=(SHEET, POOL), answers=places)


def choose(**choices: str) -> dict[tuple[str, str, str], Answer]:
    """Return answers to the first question about Fosen, by group."""
    return {(gruppe_id, "fosen", "1"): Answer(choice) for gruppe_id, choice in choices.items()}


def first_cell(work: GroupWork):
    return matrix(work, SHEET, ["fosen"])[0].cells[0]


# --- The matrix ---


@pytest.mark.parametrize(
    ("forarbeid", "lytting", "agreement", "distance"),
    [
        ("ja", "ja", "enige", 0),
        ("nei", "nei", "enige", 0),
        ("ja", "delvis ja", "uenige", 1),
        ("nei", "delvis ja", "uenige", 1),
        ("ja", "nei", "uenige", 2),
        ("nei", "ja", "uenige", 2),
        ("", "", "mangler", 0),
        ("nei", "", "mangler", 0),
        ("", "nei", "mangler", 0),
        ("kanskje", "kanskje", "enige", 0),
        ("kanskje", "nei", "uenige", 1),
        ("kanskje", "vet ikke", "uenige", 1),
        ("JA", "ja", "uenige", 1),
    ],
)
def test_two_answers_agree_differ_or_are_missing(forarbeid, lytting, agreement, distance):
    cell = first_cell(make_work(choose(a=forarbeid, b=lytting)))
    assert (cell.agreement, cell.distance) == (agreement, distance)
    assert cell.forarbeid == (("a", Answer(forarbeid)),)
    assert cell.lytting == (("b", Answer(lytting)),)


C = Gruppe("c", "Gruppe C", partner_id="a")
D = Gruppe("d", "Gruppe D", forarbeid=("fosen",))


@pytest.mark.parametrize(
    ("choices", "agreement", "distance"),
    [
        ({"a": "ja", "b": "ja", "c": "ja", "d": "ja"}, "enige", 0),
        ({"a": "ja", "b": "ja", "c": "", "d": "ja"}, "mangler", 0),
        ({"a": "ja", "b": "ja", "c": "delvis ja", "d": "ja"}, "uenige", 1),
        ({"a": "ja", "b": "delvis ja", "c": "nei", "d": "ja"}, "uenige", 2),
        ({"a": "ja", "d": "nei"}, "uenige", 2),
        ({"a": "ja", "d": "ja"}, "mangler", 0),
    ],
)
def test_several_groups_on_a_side(choices, agreement, distance):
    cell = first_cell(make_work(choose(**choices), A, B, C, D))
    assert (cell.agreement, cell.distance) == (agreement, distance)
    assert [g for g, _answer in cell.forarbeid] == ["a", "d"]
    assert [g for g, _answer in cell.lytting] == ["b", "c"]


@pytest.mark.parametrize("grupper", [(D,), (Gruppe("a", "A", partner_id="a", forarbeid=("fosen",)),), (B,), ()])
def test_a_network_without_two_sides_is_never_agreed_on(grupper):
    work = GroupWork("prove", grupper=grupper, answers={(g.id, SHEET.id, "fosen", "1"): Answer("ja") for g in grupper})
    assert first_cell(work).agreement is Agreement.MANGLER


def test_columns_are_the_questions_with_one_choice():
    sheet = Sheet("s", "S", "dekom", "nettverk", (REASON, PROCESS, LEARNING, AMOUNT, SUM))
    row = matrix(make_work(), sheet, ["fosen"])[0]
    assert [cell.question_id for cell in row.cells] == ["2", "C"]
    assert amount_question(sheet) == AMOUNT
    assert amount_question(Sheet("s", "S", "dekom", "nettverk", (REASON,))) is None


def test_a_sheet_without_questions_gives_empty_rows():
    rows = matrix(make_work(), Sheet("s", "S", "dekom", "nettverk", ()), ["fosen", "ukjent"])
    assert [(row.nettverk_id, row.cells, row.forarbeid_kr, row.disagreements) for row in rows] == [
        ("fosen", (), (), 0),
        ("ukjent", (), (), 0),
    ]


def test_amounts_are_those_given_and_nothing_is_not_zero():
    work = make_work(
        {("a", "fosen", "belop"): Answer(amount_kr=0), ("b", "fosen", "belop"): Answer(amount_kr=842_950)}
    )
    fosen, vaernes = matrix(work, SHEET, ["fosen", "vaernes"])
    assert (fosen.forarbeid_kr, fosen.lytting_kr) == ((("a", 0),), (("b", 842_950),))
    assert (vaernes.forarbeid_kr, vaernes.lytting_kr) == ((), ())


def test_rows_come_by_disagreements_then_distance_then_as_given():
    pairs = {
        "gauldal": ("ja", "ja", "ja", "ja"),
        "fosen": ("ja", "delvis ja", "ja", "ja"),
        "vaernes": ("ja", "nei", "nei", "nei"),
        "innherred": ("delvis ja", "nei", "ja", ""),
        "orkdal": ("delvis ja", "ja", "ja", "delvis ja"),
        "trondheim": ("", "nei", "ja", ""),
    }
    answers = {
        (gruppe_id, nettverk_id, question_id): Answer(choice)
        for nettverk_id, choices in pairs.items()
        for (gruppe_id, question_id), choice in zip(
            [("a", "1"), ("b", "1"), ("a", "2"), ("b", "2")], choices, strict=True
        )
    }
    grupper = (Gruppe("a", "A", forarbeid=tuple(pairs)), Gruppe("b", "B", partner_id="a"))
    rows = matrix(make_work(answers, *grupper), SHEET, list(pairs))
    assert [(row.nettverk_id, row.disagreements, row.distance) for row in rows] == [
        ("orkdal", 2, 2),
        ("vaernes", 1, 2),
        ("fosen", 1, 1),
        ("innherred", 1, 1),
        ("gauldal", 0, 0),
        ("trondheim", 0, 0),
    ]


# --- Tilknytning ---


@pytest.mark.parametrize(
    ("tie", "uh_of", "tied"),
    [
        (Tie("nettverk", "fosen"), {}, ("b",)),
        (Tie("nettverk", "vaernes"), {}, ()),
        (Tie("uh", "nord"), {"fosen": ["nord", "ntnu"]}, ("b",)),
        (Tie("uh", "nord"), {"fosen": ["ntnu"], "vaernes": ["nord"]}, ()),
        (Tie("uh", "nord"), {}, ()),
        (Tie("uh", "fosen"), {"fosen": ["nord"]}, ()),
        (Tie("nettverk", "nord"), {"fosen": ["nord"]}, ()),
    ],
)
@pytest.mark.parametrize("leaves_out", [False, True])
def test_tilknytning_is_to_the_network_or_an_institution_of_it(tie, uh_of, tied, leaves_out):
    answers = choose(a="ja", b="nei") | {("b", "fosen", "belop"): Answer(amount_kr=1)}
    tied_b = Gruppe("b", "B", partner_id="a", ties=(Tie("nettverk", "annet"), tie))
    row = matrix(make_work(answers, A, tied_b, leaves_out_tied=leaves_out), SHEET, ["fosen"], uh_of)[0]
    is_out = leaves_out and bool(tied)
    assert (row.tied, row.left_out) == (tied, tied if leaves_out else ())
    assert row.cells[0].agreement == ("mangler" if is_out else "uenige")
    assert (row.disagreements, row.distance) == ((0, 0) if is_out else (1, 2))
    assert row.lytting_kr == (() if is_out else (("b", 1),))
    assert row.cells[0].lytting == (("b", Answer("nei")),)


def test_a_group_that_does_not_assess_the_network_is_not_named_as_tied():
    outside = Gruppe("e", "E", ties=(Tie("nettverk", "fosen"),))
    assert matrix(make_work(None, A, B, outside), SHEET, ["fosen"])[0].tied == ()


def test_where_every_group_is_left_out_nothing_is_agreed_on():
    both = [Gruppe(g.id, g.name, None, "", g.partner_id, g.forarbeid, (Tie("nettverk", "fosen"),)) for g in (A, B)]
    row = matrix(make_work(choose(a="ja", b="ja"), *both, leaves_out_tied=True), SHEET, ["fosen"])[0]
    assert row.left_out == ("a", "b")
    assert row.cells[0].agreement is Agreement.MANGLER


# --- The spread ---


def test_spread_counts_each_choice_in_the_order_of_the_list():
    work = make_pool({("a", "C"): Answer("mer", amount_kr=3_000_000), ("b", "C"): Answer("avvente")})
    found = spread(work, POOL, SUM)
    assert found.choices == (
        ChoiceCount("videreføre", ()),
        ChoiceCount("mer", ("a",)),
        ChoiceCount("mindre", ()),
        ChoiceCount("avvente", ("b",)),
    )
    assert (found.not_answered, found.amounts, found.texts) == ((), (("a", 3_000_000),), ())


def test_spread_counts_each_of_several_choices():
    work = make_pool({("a", "E"): Answer("møte;arbeidsgruppe;annet"), ("b", "E"): Answer("møte", "Snart.")})
    found = spread(work, POOL, PROCESS)
    assert found.choices == (
        ChoiceCount("arbeidsgruppe", ("a",)),
        ChoiceCount("høring", ()),
        ChoiceCount("møte", ("a", "b")),
        ChoiceCount("annet", ("a",)),
    )
    assert found.texts == (("b", "Snart."),)


@pytest.mark.parametrize(
    ("answer", "is_answered"),
    [
        (NOT_ANSWERED, False),
        (Answer(note="Huskelapp"), False),
        (Answer(text="  \n"), False),
        (Answer(text="Kort"), True),
        (Answer(amount_kr=0), True),
        (Answer("høring"), True),
    ],
)
def test_a_note_alone_is_no_answer(answer, is_answered):
    assert spread(make_pool({("a", "E"): answer}), POOL, PROCESS).not_answered == (
        ("b",) if is_answered else ("a", "b")
    )
    work = make_work({("a", "fosen", "begrunnelse"): answer})
    assert progress(work, SHEET, "a", "fosen") == (int(is_answered), 4)


# --- Progress and framlegg ---


def test_total_progress_counts_own_networks_and_those_listened_to():
    work = make_work({("a", "fosen", "1"): Answer("ja"), ("a", "gauldal", "1"): Answer("ja")})
    assert total_progress(work, SHEET, A) == (2, 12)
    assert total_progress(work, SHEET, A, ["fosen", "vaernes"]) == (1, 8)
    assert total_progress(work, SHEET, A, []) == (0, 0)
    assert total_progress(make_pool({("a", "C"): Answer("mer")}), POOL, A, []) == (1, 2)


def test_notes_are_shown_only_where_picked():
    answers = {("a", "fosen", q): Answer("ja", note=f"Notat {q}") for q in ("1", "2")}
    work = make_work(answers, shown_notes=frozenset({("a", SHEET.id, "fosen", "2")}))
    shown = framlegg(work, SHEET, "a", "fosen")
    assert shown == (
        (ANCHORED, Answer("ja")),
        (LEARNING, Answer("ja", note="Notat 2")),
        (REASON, NOT_ANSWERED),
        (AMOUNT, NOT_ANSWERED),
    )
    cells = matrix(work, SHEET, ["fosen"])[0].cells
    assert [cell.forarbeid[0][1].note for cell in cells] == ["", "Notat 2"]


# --- Words and signs ---


def asking(*choices: str, kind: str = "valg") -> Question:
    return Question("1", "?", (kind,), choices)


@pytest.mark.parametrize(
    ("choice", "question", "shape"),
    [
        ("ja", ANCHORED, "●"),
        ("delvis ja", ANCHORED, "◐"),
        ("nei", ANCHORED, "○"),
        ("", ANCHORED, "–"),
        ("kanskje", ANCHORED, "◇"),
        ("ja", asking("ja", "nei"), "●"),
        ("nei", asking("ja", "nei"), "○"),
        ("ja", asking("ja"), "●"),
        ("c", asking("a", "b", "c", "d"), "◐"),
        ("d", asking("a", "b", "c", "d"), "○"),
        ("a", asking(), "◇"),
        ("c", asking("a", "b", "c", kind="flere valg"), "●"),
    ],
)
def test_a_choice_has_a_sign_of_its_own(choice, question, shape):
    assert shape_of(choice, question) == shape


def test_agreement_is_said_in_words():
    words = {agreement: render(agreement_words(agreement)) for agreement in Agreement}
    assert words == {Agreement.ENIGE: "= Enige", Agreement.UENIGE: "≠ Uenige", Agreement.MANGLER: "– Mangler svar"}


@pytest.mark.parametrize(
    ("choice", "question", "words"),
    [("", ANCHORED, "Ikke svart"), ("nei", ANCHORED, "nei"), ("møte;høring", PROCESS, "møte, høring")],
)
def test_choice_in_words(choice, question, words):
    assert render(choice_words(Answer(choice), question)) == words


# --- Whatever has been answered ---


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_comes_back_as_it_was_given(text):
    answers = choose(a=text, b=text) | {("a", "fosen", "begrunnelse"): Answer(text=text)}
    work = make_work(answers)
    assert first_cell(work).agreement is Agreement.ENIGE
    assert first_cell(work).forarbeid == (("a", Answer(text)),)
    assert render(choice_words(Answer(text), ANCHORED)) == text
    assert framlegg(work, SHEET, "a", "fosen")[2][1].text == text
    assert spread(make_pool({("a", "E"): Answer(text=text)}), POOL, PROCESS).texts == (("a", text),)


GROUP_IDS, NETTVERK_IDS = ("a", "b", "c"), ("fosen", "vaernes", "gauldal", "innherred")
UH_OF = {"fosen": ("nord",), "gauldal": ("nord", "ntnu")}
ties = st.lists(
    st.one_of(
        st.builds(Tie, st.just("nettverk"), st.sampled_from(NETTVERK_IDS)),
        st.builds(Tie, st.just("uh"), st.sampled_from(["nord", "ntnu"])),
    ),
    max_size=2,
).map(tuple)
gruppe_lists = st.tuples(
    *(
        st.builds(
            Gruppe,
            st.just(gruppe_id),
            st.just(gruppe_id),
            partner_id=st.sampled_from(["", *GROUP_IDS]),
            forarbeid=st.lists(st.sampled_from(NETTVERK_IDS), unique=True).map(tuple),
            ties=ties,
        )
        for gruppe_id in GROUP_IDS
    )
)
any_answer = st.builds(
    Answer,
    choice=st.one_of(st.sampled_from(["", *CHOICES]), st.text()),
    text=st.text(),
    note=st.text(),
    amount_kr=st.none() | st.integers(0, 10**12),
)
any_answers = st.dictionaries(
    st.tuples(st.sampled_from(GROUP_IDS), st.sampled_from(NETTVERK_IDS), st.sampled_from(["1", "2", "belop"])),
    any_answer,
)


@given(any_answers, gruppe_lists, st.lists(st.sampled_from(NETTVERK_IDS), unique=True), st.booleans())
def test_every_network_stands_once_and_in_order(answers, grupper, nettverk_ids, leaves_out):
    rows = matrix(make_work(answers, *grupper, leaves_out_tied=leaves_out), SHEET, nettverk_ids, UH_OF)
    found = [row.nettverk_id for row in rows]
    assert sorted(found) == sorted(nettverk_ids)
    order = [(-row.disagreements, -row.distance, nettverk_ids.index(row.nettverk_id)) for row in rows]
    assert order == sorted(order)


@given(any_answers, gruppe_lists)
def test_a_cell_is_at_a_distance_exactly_where_the_groups_differ(answers, grupper):
    for row in matrix(make_work(answers, *grupper), SHEET, NETTVERK_IDS):
        for cell in row.cells:
            given_choices = {answer.choice for _id, answer in (*cell.forarbeid, *cell.lytting)} - {""}
            assert (cell.agreement is Agreement.UENIGE) == (len(given_choices) > 1) == (cell.distance > 0)
            assert cell.distance < len(CHOICES)
            if cell.agreement is Agreement.ENIGE:
                assert cell.forarbeid
                assert cell.lytting


@given(any_answers, gruppe_lists)
def test_leaving_out_those_with_tilknytning_never_adds_a_disagreement(answers, grupper):
    everybody = {r.nettverk_id: r for r in matrix(make_work(answers, *grupper), SHEET, NETTVERK_IDS, UH_OF)}
    for row in matrix(make_work(answers, *grupper, leaves_out_tied=True), SHEET, NETTVERK_IDS, UH_OF):
        before = everybody[row.nettverk_id]
        assert row.left_out == row.tied == before.tied
        assert before.left_out == ()
        assert row.disagreements <= before.disagreements
        assert row.distance <= before.distance
        assert [(c.forarbeid, c.lytting) for c in row.cells] == [(c.forarbeid, c.lytting) for c in before.cells]
        assert not {gruppe_id for gruppe_id, _kr in (*row.forarbeid_kr, *row.lytting_kr)} & set(row.left_out)


@given(st.dictionaries(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["C", "E"])), any_answer))
def test_spread_names_every_group_once_a_choice_and_none_as_silent_that_spoke(answers):
    work = make_pool(answers)
    for question in POOL.questions:
        found = spread(work, POOL, question)
        choices = [count.choice for count in found.choices]
        assert len(set(choices)) == len(choices)
        assert tuple(choices[: len(question.choices)]) == question.choices
        assert all(count.grupper for count in found.choices[len(question.choices) :])
        heard = {i for count in found.choices for i in count.grupper} | {i for i, _ in (*found.amounts, *found.texts)}
        assert not heard & set(found.not_answered)
        assert all(work.answer(i, POOL.id, "", question.id).is_given for i in {"a", "b"} - set(found.not_answered))
