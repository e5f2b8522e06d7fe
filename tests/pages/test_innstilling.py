"""The innstilling page: what the user sees, and what every button writes."""

import pytest

from dekom.access import Actor
from dekom.change import Change, RowEdit
from dekom.demo import CASE, MEETING, ORDNING
from dekom.edits import TableState, handle_edits
from dekom.evaluate import evaluate
from dekom.i18n import Message
from dekom.parameters import load_parameters
from pages._ui.amount_table import table_data
from tests.pages.reading import button, figure, panel, plain, texts

OTHER = Actor("b" * 32, "Kari på kontoret")


def amounts(store):
    return {n.id: n.innstilt_kr for n in store.load_case(MEETING, ORDNING).nettverk}


def change_amount(store, actor, nettverk_id, text, seen):
    event = {"seq": 1, "client": "test", "kind": "edit", "id": nettverk_id, "text": text, "seen": seen}
    state = TableState()
    handle_edits(store, actor, store.load_case(MEETING, ORDNING), [event], state)
    return state


def test_first_start_shows_the_real_meeting(open_app):
    app = open_app()
    assert not app.exception
    assert figure(app, "Ramme til nettverkene") == "15 300 000"
    assert figure(app, "Innstilt") == "13 705 615"
    assert figure(app, "Gjenstår") == "1 594 385"
    shown = texts(app)
    assert "Totalt 20 700 000 − Direktefinansiering UH (pool) 5 000 000 − Fellestiltak 0 − Samlinger 400 000" in shown
    assert "= 15 300 000 til nettverkene" in shown


@pytest.mark.parametrize(
    ("amount_kr", "left", "words"),
    [
        (721_155 + 1_594_384, "1", "● Igjen å fordele"),
        (721_155 + 1_594_385, "0", "✓ Nøyaktig fordelt"),
        (721_155 + 1_594_386, "−1", "▲ Over rammen"),
    ],
)
def test_balance_is_told_apart_by_word_and_shape(open_app, store, amount_kr, left, words):
    edit = RowEdit(
        "innstilling", {**CASE, "nettverk_id": "fosen"}, {"innstilt_kr": 721_155}, {"innstilt_kr": amount_kr}
    )
    store.apply(Change(MEETING, ORDNING, Message("prøve"), (edit,)), OTHER)
    app = open_app()
    metric = next(m for m in app.metric if m.label == "Gjenstår")
    assert (plain(metric.value), metric.delta) == (left, words)


def test_change_by_another_browser_is_shown_on_the_next_run(open_app, store):
    app = open_app()
    state = change_amount(store, OTHER, "fosen", "800 000", 721_155)
    assert state.notes == {}
    app.run()
    assert figure(app, "Innstilt") == "13 784 460"
    assert figure(app, "Gjenstår") == "1 515 540"


def test_move_keeps_what_is_left(open_app, store):
    app = open_app()
    app.selectbox(key="move_from").set_value("tfk-vgo")
    app.selectbox(key="move_to").set_value("ytre-namdal")
    app.text_input(key="move_amount").set_value("100 000")
    button(app, "Flytt").click().run()
    assert figure(app, "Gjenstår") == "1 594 385"
    assert (amounts(store)["tfk-vgo"], amounts(store)["ytre-namdal"]) == (3_257_495, 593_539)
    button(app, "Angre").click().run()
    assert (amounts(store)["tfk-vgo"], amounts(store)["ytre-namdal"]) == (3_357_495, 493_539)
    assert "Angret: Flyttet 100 000 kr fra TFK + VGO til Ytre Namdal" in texts(app)
    button(app, "Gjør om").click().run()
    assert amounts(store)["tfk-vgo"] == 3_257_495


@pytest.mark.parametrize(
    ("source", "target", "text", "sentence"),
    [
        ("fosen", "fosen", "100 000", "Velg to forskjellige nettverk."),
        ("fosen", "innherred", "800 000", "Fosen har 721 155 kr. Det går ikke an å flytte 800 000 kr derfra."),
        ("fosen", "innherred", "12e3", "«12e3» kan ikke leses som et beløp."),
        ("fosen", "innherred", "", "Skriv et beløp"),
    ],
)
def test_move_that_makes_no_sense_is_refused_with_a_sentence(open_app, store, source, target, text, sentence):
    before = amounts(store)
    app = open_app()
    app.selectbox(key="move_from").set_value(source)
    app.selectbox(key="move_to").set_value(target)
    app.text_input(key="move_amount").set_value(text)
    button(app, "Flytt").click().run()
    assert sentence in texts(app)
    assert amounts(store) == before


def test_what_is_left_can_be_set_aside_by_name(open_app, store):
    app = panel(open_app(), "Sett av")
    app.text_input(key="aside_name").set_value("Lederopplæring")
    app.text_input(key="aside_amount").set_value("1,5 mill")
    button(app, "Sett av").click().run()
    assert figure(app, "Gjenstår") == "94 385"
    assert "Avsatt til Lederopplæring: 1 500 000 kr" in texts(app)
    app.text_input(key="aside_name").set_value("Mer")
    app.text_input(key="aside_amount").set_value("94 386")
    button(app, "Sett av").click().run()
    assert "94 386 kr er mer enn det som gjenstår, 94 385 kr." in texts(app)
    button(app, "Opphev").click().run()
    assert figure(app, "Gjenstår") == "1 594 385"


def test_limit_is_not_set_until_the_forum_sets_it(open_app, store):
    app = panel(open_app(), "Forumets grenser")
    assert texts(app).count("Forumet har ikke satt grense.") == 3
    app.text_input(key="limit/grense_koordinator").set_value("25 %")
    button(app, "Sett grense").click().run()
    shown = texts(app)
    assert "▲ Verdal/Levanger: Over. Koordinator 437 912 kr er 33,5 % av meldt behov. Grensen er 25 %" in shown
    assert "✓ Trondheim/Malvik: Innenfor." in shown
    assert "? Fosen: Uavklart. Koordinator er ikke oppgitt." in shown
    app.text_input(key="limit/grense_koordinator").set_value("mye")
    button(app, "Sett grense").click().run()
    assert "«mye» er ikke en prosent. Skriv for eksempel 20 eller 12,5." in texts(app)
    assert store.load_case(MEETING, ORDNING).limits.keys() == {"grense_koordinator"}


def test_answer_to_open_points_falls_when_the_numbers_change(open_app, store):
    app = panel(open_app(), "Åpne punkter")
    assert "22 åpne punkter" in texts(app)
    app.multiselect(key="open_picked").set_value(["egenfinansiering/verdal-levanger", "over_behov/midtre-namdal"])
    app.text_area(key="open_text").set_value("Eierne ettersender vedtak.")
    button(app, "Lagre").click().run()
    shown = texts(app)
    assert "20 åpne punkter" in shown
    assert "Verdal/Levanger · Egenfinansiering: Ikke oppfylt · Forbehold: Eierne ettersender vedtak." in shown
    assert "Midtre Namdal · Innstilt mot behov: Avvik · Begrunnet: Eierne ettersender vedtak." in shown
    change_amount(store, OTHER, "verdal-levanger", "850 000", 842_950)
    app.run()
    shown = texts(app)
    assert "21 åpne punkter" in shown
    assert "Verdal/Levanger · Egenfinansiering: Ikke oppfylt · Forbehold" not in shown


def test_one_text_can_answer_every_open_point(open_app, store):
    app = panel(open_app(), "Åpne punkter")
    app.checkbox(key="open_all").check()
    app.text_area(key="open_text").set_value("Avklares før vedtak.")
    button(app, "Lagre").click().run()
    assert "0 åpne punkter" in texts(app)
    button(app, "Angre").click().run()
    assert "22 åpne punkter" in texts(app)


def test_answer_without_a_text_is_refused(open_app, store):
    app = panel(open_app(), "Åpne punkter")
    app.checkbox(key="open_all").check()
    button(app, "Lagre").click().run()
    assert "Skriv en begrunnelse." in texts(app)
    assert store.load_case(MEETING, ORDNING).acknowledgements == ()


def test_number_audit_says_why_the_printed_total_is_wrong(open_app):
    shown = texts(panel(open_app(), "Tallkontroll"))
    assert "168 trykte tall i 2 tabeller er lest. 9 stemmer ikke med tallene de bygger på." in shown
    assert "Tabell 2, Sum, Meldt behov\nTrykt 16 053 692, skal være 15 902 692. Forskjell +151 000 kr." in shown
    assert "lik endringen for Ytre Namdal: 788 000 kr i tabell 1, 637 000 kr her" in shown


def test_pictures_have_a_text_twin(open_app):
    shown = texts(panel(open_app(), "Bilder"))
    assert "Fosen: i fjor 721 155 kr, meldt behov 910 000 kr, innstilt 721 155 kr" in shown
    assert "Gjenstår: 1 594 385 kr (7,7 %)" in shown


def test_history_tells_when_who_what_from_and_to(open_app, store):
    change_amount(store, OTHER, "fosen", "800 000", 721_155)
    app = panel(open_app(), "Historikk")
    row = app.dataframe[0].value.iloc[0]
    assert (row["Hvem"], row["Nettverk"], row["Felt"]) == ("Kari på kontoret", "Fosen", "Innstilt beløp")
    assert (plain(row["Fra"]), plain(row["Til"])) == ("721 155", "800 000")


def test_paste_box_shows_before_it_saves(open_app, store):
    app = panel(open_app(), "Lim inn")
    app.text_area(key="paste_text").set_value("Fosen\t800 000\nInnherred\t84 29 50")
    button(app, "Vis hva som endres").click().run()
    assert "✕ Linje 2: Innherred 84 29 50 – «84 29 50» har feil mellomrom" in texts(app)
    assert button(app, "Lagre alle (1)").disabled
    app.text_area(key="paste_text").set_value("Fosen\t800 000\nInnherred\t815 000")
    button(app, "Vis hva som endres").click().run()
    assert "✓ Fosen: 721 155 → 800 000" in texts(app)
    assert amounts(store)["fosen"] == 721_155
    button(app, "Lagre alle (2)").click().run()
    assert (amounts(store)["fosen"], amounts(store)["innherred"]) == (800_000, 815_000)


def select(app, nettverk_id):
    state = app.session_state[f"table/{MEETING}/{ORDNING}"]
    state.selected = nettverk_id
    return app.run()


def test_chosen_network_shows_the_line_the_owners_can_use(open_app):
    shown = texts(select(open_app(), "fosen"))
    assert "Innstilt 721 155 kr. Eierne må bidra med minst 216 347 kr." in shown


def test_chosen_network_shows_checks_in_words_with_uncertain_cells(open_app):
    app = select(open_app(), "vaernes")
    assert "? Egenfinansiering: Uavklart\nEgenfinansiering: usikkert i kilden. 205 000 kan være" in texts(app)
    app.segmented_control(key="detail_section").set_value("Grunnlag").run()
    assert "Egenfinansiering: ikke oppgitt" in texts(app)
    assert "Usikkert i kilden: 205 000 kan være egenfinansiering, nettverk eller koordinator." in texts(app)


def test_story_of_an_amount_starts_with_last_year_and_utgangspunkt(open_app, store):
    change_amount(store, OTHER, "fosen", "800 000", 721_155)
    app = select(open_app(), "fosen")
    app.segmented_control(key="detail_section").set_value("Historie").run()
    assert "I fjor: 721 155 kr\nUtgangspunkt: 721 155 kr\n" in texts(app)
    assert "Kari på kontoret: 721 155 → 800 000" in texts(app)


def test_begrunnelse_is_saved_and_undone(open_app, store):
    app = select(open_app(), "fosen")
    app.segmented_control(key="detail_section").set_value("Begrunnelse").run()
    next(a for a in app.text_area if a.label == "Begrunnelse").set_value("Samlet behov **er** godt forankret.")
    button(app, "Lagre begrunnelse").click().run()
    fosen = next(n for n in store.load_case(MEETING, ORDNING).nettverk if n.id == "fosen")
    assert fosen.begrunnelse == "Samlet behov **er** godt forankret."
    button(app, "Angre").click().run()
    fosen = next(n for n in store.load_case(MEETING, ORDNING).nettverk if n.id == "fosen")
    assert fosen.begrunnelse == ""


HOSTILE = [
    "<script>alert(1)</script>",
    "**:red[x]** $a$ [l](javascript:1)",
    "=HYPERLINK(1)",
    "\u202etxet",
    "🏫 {name}",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_name_is_shown_as_typed_everywhere(open_app, store, name):
    edit = RowEdit("nettverk", {**CASE, "nettverk_id": "fosen"}, {"name": "Fosen"}, {"name": name})
    store.apply(Change(MEETING, ORDNING, Message("prøve"), (edit,)), OTHER)
    change_amount(store, OTHER, "fosen", "800 000", 721_155)
    app = select(open_app(), "fosen")
    assert name in [t.value for t in app.text]
    for shown in ("Åpne punkter", "Bilder", "Historikk", "Tallkontroll", "Flytt beløp"):
        panel(app, shown)
        assert not app.exception
        written = [m.value for m in (*app.markdown, *app.caption)] + [b.label for b in app.button]
        assert not any(name in text for text in written), f"{shown} lets a name be read as Markdown"
    assert name in app.selectbox(key="move_from").options


def test_table_sends_every_text_ready_and_every_amount_as_int(open_app, store):
    case = store.load_case(MEETING, ORDNING)
    data = table_data(evaluate(case, load_parameters(ORDNING, case.held_on)), TableState(), every_column=True)
    by_id = {row["id"]: row for row in data["rows"]}
    labels = [c["label"] for c in data["columns"]]
    assert by_id["fosen"]["label"] == "Innstilt beløp, Fosen"
    assert (by_id["fosen"]["kr"], plain(by_id["fosen"]["amount"])) == (721_155, "721 155")
    assert labels[labels.index("Nettverk inkl. koordinator") + 1] == "Herav koordinator"
    assert plain(by_id["vaernes"]["cells"]["own"]["text"]) == "– ?"
    assert by_id["verdal-levanger"]["cells"]["badge"]["text"] == "Ikke oppfylt"
    assert plain(data["sum"]["amount"]["text"]) == "13 705 615"


def test_file_that_cannot_be_opened_is_said_plainly(open_app, database):
    database.write_text("dette er ikke en database", encoding="utf-8")
    app = open_app()
    assert not app.exception
    assert app.error[0].value == "Databasen kan ikke åpnes"
    assert "er skadet eller ikke en database. Flytt den" in texts(app)
    assert database.read_text(encoding="utf-8") == "dette er ikke en database"


def test_name_given_to_this_browser_is_used_in_the_history(open_app, store):
    app = open_app()
    app.text_input(key="name_in_history").set_value("Ola ved projektoren")
    button(app, "Lagre navn").click().run()
    app.text_input(key="move_amount").set_value("1 000")
    button(app, "Flytt").click().run()
    assert store.history(MEETING, ORDNING)[0].who == "Ola ved projektoren"
