"""The what-if page: what the user sees, what «Bruk» writes, and that nothing else writes."""

import pytest
from streamlit.testing.v1 import AppTest

from dekom.access import Actor
from dekom.change import Change, RowEdit
from dekom.demo import CASE, MEETING, ORDNING
from dekom.i18n import Message
from tests.pages.reading import button, figure, plain, texts

OTHER = Actor("b" * 32, "Kari på kontoret")


@pytest.fixture
def page(open_app):
    def open_page() -> AppTest:
        return open_app().switch_page("pages/hva-om.py").run()

    return open_page


def ask(app, text):
    app.text_input(key="typed_amount").set_value(text)
    return button(app, "Vis").click().run()


def section(app, name):
    return app.segmented_control(key="what_if_panel").set_value(name).run()


def way(app, name):
    return app.selectbox(key="way").set_value(name).run()


def amounts(store):
    return {n.id: n.innstilt_kr for n in store.load_case(MEETING, ORDNING).nettverk}


def test_page_opens_on_last_years_shares_and_says_why(page, store):
    app = page()
    assert not app.exception
    assert figure(app, "Ramme til nettverkene") == "15 300 000"
    assert figure(app, "Fordelt") == "15 300 000"
    assert app.selectbox(key="way").value == "last_year"
    assert "Fjorårets andeler (lærerårsverk mangler)" in app.selectbox(key="way").options
    assert "Alle meldte behov, 15 902 692 kr, dekkes når Direktefinansiering UH (pool) er høyst 4 397 308 kr" in texts(
        app
    )


def test_pool_of_four_million_is_answered_and_nothing_is_written(page, store):
    app = ask(page(), "4 mill")
    assert figure(app, "Ramme til nettverkene") == "16 300 000"
    assert figure(app, "Fordelt") == "15 902 692"
    assert figure(app, "Gjenstår") == "397 308"
    assert store.history(MEETING, ORDNING) == []


def test_slider_moves_the_frame(page, store):
    app = page()
    slider = next(s for s in app.select_slider if s.label == "Linje 1, samlet beløp")
    slider.set_value(4_500_000).run()
    assert figure(app, "Ramme til nettverkene") == "15 800 000"
    button(app, "Tilbake til dagens ramme").click().run()
    assert figure(app, "Ramme til nettverkene") == "15 300 000"


def test_pool_can_be_set_apart_per_institution(page, store):
    app = page()
    next(t for t in app.toggle if t.label == "Én sum, likt delt").set_value(False).run()
    first = next(s for s in app.select_slider if s.label == "Linje 1, beløp 1")
    second = next(s for s in app.select_slider if s.label == "Linje 1, beløp 2")
    assert (first.value, second.value) == (2_500_000, 2_500_000)
    second.set_value(2_000_000).run()
    assert figure(app, "Ramme til nettverkene") == "15 800 000"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("21 mill", "Linjene er 700 000 kr mer enn totalen."),
        ("12e3", "«12e3» kan ikke leses som et beløp."),
        ("4", "Mener du 4 millioner? Skriv «4 mill», eller «4 kr» for kroner."),
        ("-5", "Beløpet kan ikke være negativt."),
    ],
)
def test_question_that_makes_no_sense_is_answered_with_a_sentence(page, store, text, sentence):
    app = ask(page(), text)
    assert not app.exception
    assert sentence in texts(app)


def test_all_needs_cost_more_than_the_frame(page, store):
    app = way(page(), "all_need")
    assert "Denne fordelingen koster 602 692 kr mer enn rammen." in texts(app)
    assert figure(app, "Fordelt") == "Ukjent"
    assert button(app, "Bruk som innstilling").disabled


def test_claims_rules_are_offered_on_request_in_plain_norwegian(page, store):
    app = page()
    assert "Halve behovet først" not in app.selectbox(key="way").options
    app.toggle(key="every_way").set_value(True).run()
    for name in ("Likt beløp, aldri over behovet", "Likt kutt i kroner", "Halve behovet først"):
        assert name in app.selectbox(key="way").options
    way(app, "equal_losses")
    assert figure(app, "Fordelt") == "15 300 000"
    assert any("Gunstig for dem som har meldt store behov." in c.value for c in app.caption)


def test_common_percentage_is_a_promise(page, store):
    app = way(page(), "percent")
    app.text_input(key="percent").set_value("103")
    button(app, "Regn ut").click().run()
    assert figure(app, "Fordelt") == "14 119 904"
    app.text_input(key="percent").set_value("litt")
    button(app, "Regn ut").click().run()
    assert "«litt» er ikke en prosent." in texts(app)


def test_use_shows_what_changes_and_is_one_undoable_step(page, store):
    app = ask(page(), "4 mill")
    button(app, "Bruk som innstilling").click().run()
    shown = texts(app)
    assert "Direktefinansiering UH (pool), NTNU: 2 500 000 kr → 2 000 000 kr" in shown
    assert "Fosen: 721 155 kr → 910 000 kr" in shown
    assert store.history(MEETING, ORDNING) == []
    button(app, "Bekreft").click().run()
    case = store.load_case(MEETING, ORDNING)
    assert (case.ramme_kr, case.innstilt_kr, len(store.history(MEETING, ORDNING))) == (16_300_000, 15_902_692, 1)
    button(app, "Angre").click().run()
    case = store.load_case(MEETING, ORDNING)
    assert (case.ramme_kr, case.innstilt_kr) == (15_300_000, 13_705_615)


def test_use_on_top_of_an_unseen_change_is_refused(page, store):
    app = ask(page(), "4 mill")
    button(app, "Bruk som innstilling").click().run()
    key = {**CASE, "nettverk_id": "fosen"}
    edit = RowEdit("innstilling", key, {"innstilt_kr": 721_155}, {"innstilt_kr": 730_000})
    store.apply(Change(MEETING, ORDNING, Message("Fosen: 730 000"), (edit,)), OTHER)
    button(app, "Bekreft").click().run()
    assert "Kari på kontoret endret dette" in texts(app)
    assert amounts(store)["fosen"] == 730_000
    assert amounts(store)["innherred"] == 820_000


def save(app, name, note=""):
    app.text_input(key="scenario_name").set_value(name)
    app.text_input(key="scenario_note").set_value(note)
    return button(app, "Lagre scenario").click().run()


def test_scenarios_stand_side_by_side_with_differences(page, store):
    app = save(ask(page(), "4 mill"), "Pool 4 mill", "Prøve **fet** <b>x</b>")
    app = save(ask(app, "6 mill"), "Pool 6 mill")
    app = section(app, "Scenarioer")
    table = app.dataframe[0].value
    assert list(table.columns) == ["Innstilling nå", "Pool 4 mill", "Pool 6 mill"]
    assert plain(table.loc["Ramme til nettverkene", "Pool 4 mill"]) == "16 300 000 (+1 000 000)"
    assert plain(table.loc["Gjenstår", "Innstilling nå"]) == "1 594 385"
    assert "Pool 4 mill: Prøve **fet** <b>x</b>" in texts(app)
    assert "✕ Verdal/Levanger: Egenfinansiering, Ikke oppfylt" in texts(app)
    scenario = next(s for s in store.load_scenarios(MEETING, ORDNING) if s.name == "Pool 6 mill")
    app.selectbox(key="base").set_value(scenario.id).run()
    table = app.dataframe[0].value
    assert plain(table.loc["Ramme til nettverkene", "Pool 4 mill"]) == "16 300 000 (+2 000 000)"


def test_scenario_is_copied_renamed_deleted_and_brought_back(page, store):
    app = section(save(ask(page(), "4 mill"), "Pool 4 mill"), "Scenarioer")
    button(app, "Kopier").click().run()
    assert [s.name for s in store.load_scenarios(MEETING, ORDNING)] == ["Pool 4 mill", "Pool 4 mill (2)"]
    button(app, "Slett").click().run()
    assert [s.name for s in store.load_scenarios(MEETING, ORDNING)] == ["Pool 4 mill (2)"]
    button(app, "Angre").click().run()
    assert len(store.load_scenarios(MEETING, ORDNING)) == 2
    save(app, "pool 4 MILL")
    assert "Et annet scenario heter «pool 4 MILL»" in texts(app)


def test_scenario_says_when_its_figures_have_changed(page, store):
    app = save(page(), "I dag")
    edit = RowEdit("grunnlag", {**CASE, "nettverk_id": "fosen"}, {"need_kr": 910_000}, {"need_kr": 900_000})
    store.apply(Change(MEETING, ORDNING, Message("Nytt behov"), (edit,)), OTHER)
    app = section(app, "Scenarioer")
    assert "Tall er endret siden scenarioet ble laget: Meldt behov for Fosen." in texts(app)


def field(app, label):
    return next(w for w in (*app.text_input, *app.text_area) if w.label.startswith(label))


def test_teacher_years_open_pro_rata(page, store):
    app = section(page(), "Lærerårsverk")
    names = [n.name for n in store.load_case(MEETING, ORDNING).nettverk]
    field(app, "Nettverk og lærerårsverk").set_value("\n".join(f"{n}\t{100 + i},5" for i, n in enumerate(names)))
    field(app, "Grunntilskudd").set_value("200 000")
    button(app, "Lagre lærerårsverk").click().run()
    assert "Skriv hvilket år tallene gjelder, og hvor de er hentet fra." in texts(app)
    field(app, "År").set_value("2021/22")
    field(app, "Kilde").set_value("GSI")
    button(app, "Lagre lærerårsverk").click().run()
    assert "Lærerårsverk er lagret." in texts(app)
    app = page()
    assert app.selectbox(key="way").value == "pro_rata"
    assert figure(app, "Fordelt") == "15 300 000"


def test_teacher_years_of_another_are_not_overwritten_unseen(page, store):
    app = section(page(), "Lærerårsverk")
    key = {**CASE, "nettverk_id": "fosen"}
    edit = RowEdit("teacher_years", key, None, {"teacher_years": "152"})
    store.apply(Change(MEETING, ORDNING, Message("Årsverk for Fosen"), (edit,)), OTHER)
    app.run()
    assert "En annen har endret tallene." in texts(app)
    field(app, "Nettverk og lærerårsverk").set_value("Fosen\t99")
    field(app, "År").set_value("2021")
    field(app, "Kilde").set_value("GSI")
    button(app, "Lagre lærerårsverk").click().run()
    assert "Kari på kontoret endret dette" in texts(app)
    button(app, "Hent de nye tallene").click().run()
    assert "Fosen\t152" in field(app, "Nettverk og lærerårsverk").value
