"""What is decided in an item, through `app.py`: on /saksliste, on the innstilling page and on the storskjerm."""

from collections.abc import Callable
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from dekom.access import Actor
from dekom.actions import set_amount
from dekom.agenda import day_of
from dekom.change import Change, RowEdit
from dekom.decision_actions import decide, set_resolution
from dekom.i18n import Message
from dekom.model import Case
from dekom.proceedings import Proceedings
from dekom.store import Store
from pages._ui.agenda.table import agenda_table
from tests.pages.reading import button, plain, texts
from tests.pages.test_gruppearbeid import HOSTILE

MEETING, ITEM = "trondelag-2022", "sak-10"
BO = Actor("b" * 32, "Bo")
FIELD = f"resolution/{MEETING}/{ITEM}"
POOL = "Samarbeidsforum bevilger samlet {Direktefinansiering UH (pool)} til Nord universitet og NTNU."
READS = "Samarbeidsforum bevilger samlet kr 5 000 000 til Nord universitet og NTNU."


@pytest.fixture
def page(open_app: Callable[[], AppTest], store: Store) -> AppTest:
    return on_item(open_app())


def on_item(app: AppTest, item: str = ITEM) -> AppTest:
    app.switch_page("pages/saksliste.py").run()
    app.session_state[f"agenda/{MEETING}"].selected = item
    return app.run()


def goes(store: Store) -> Proceedings:
    return store.load_proceedings(MEETING)


def load(store: Store) -> Case:
    return store.load_case(MEETING, "dekom")


def write(app: AppTest, text: str) -> AppTest:
    return app.text_area(key=FIELD).set_value(text).run()


def saved(app: AppTest, text: str) -> AppTest:
    return button(write(app, text), "Lagre forslaget").click().run()


def panel(app: AppTest, name: str) -> AppTest:
    return app.segmented_control(key="item_panel").set_value(name).run()


def status(store: Store) -> str:
    """What the agenda says of the item."""
    proceedings = goes(store)
    ways = {decision.item_id: decision.way for decision in proceedings.decisions}
    rows = agenda_table(day_of(proceedings, datetime(2022, 3, 9, 9)), {}, "", ways)["rows"]
    found: str = next(row["cells"]["state"]["text"] for row in rows if row["id"] == ITEM)
    return found


def seats(store: Store) -> None:
    rows = {"eiere": ("Skoleeiere", 11), "uh": ("UH", 5), "sf": ("Statsforvalteren", 2)}
    edits = tuple(
        RowEdit(
            "seat",
            {"meeting_id": MEETING, "seat_id": seat_id},
            None,
            {"position": n, "organisation": name, "role": "", "seats": count, "votes": "ja"},
        )
        for n, (seat_id, (name, count)) in enumerate(rows.items())
    )
    store.apply(Change(MEETING, "", Message("Plasser"), edits), BO)


def test_proposal_is_read_as_it_will_stand_then_saved_and_decided(page: AppTest, store: Store) -> None:
    assert button(page, "Vedtatt ved enighet").disabled
    write(page, POOL)
    assert READS in texts(page)
    assert goes(store).resolutions == ()
    assert button(page, "Vedtatt ved enighet").disabled
    button(page, "Lagre forslaget").click().run()
    assert goes(store).resolutions[0].text == POOL
    button(page, "Vedtatt ved enighet").click().run()
    (found,) = goes(store).decisions
    assert (plain(found.text), found.way) == (READS, "enighet")
    assert "Teksten og tallene er låst" in texts(page)
    assert not [a for a in page.text_area if a.key == FIELD]
    button(page, "Angre").click().run()
    assert goes(store).decisions == ()
    assert page.text_area(key=FIELD).value == POOL


def test_figure_from_the_list_is_put_at_the_end(page: AppTest) -> None:
    write(page, "Igjen:")
    page.selectbox(key=f"{FIELD}/figure").set_value("Gjenstår").run()
    button(page, "Sett inn").click().run()
    assert page.text_area(key=FIELD).value == "Igjen: {Gjenstår}"
    assert "Igjen: kr 1 594 385" in texts(page)


def test_name_that_is_no_figure_is_said_and_not_saved(page: AppTest, store: Store) -> None:
    saved(page, "Vi gir {Fosn}.")
    assert "Mener du «Fosen»?" in texts(page)
    assert goes(store).resolutions == ()


def test_decision_in_the_same_moment_as_an_unsaved_change_is_refused(page: AppTest, store: Store) -> None:
    saved(page, POOL)
    page.text_area(key=FIELD).set_value("Noe annet.")
    button(page, "Vedtatt ved enighet").click().run()
    assert "Lagre forslaget først." in texts(page)
    assert goes(store).decisions == ()


def test_half_written_proposal_is_kept_and_anothers_is_said(page: AppTest, store: Store) -> None:
    write(page, "Mitt halve")
    set_resolution(store, BO, goes(store), ITEM, load(store), "", HOSTILE)
    page.run()
    assert f"En annen har endret teksten til: «{HOSTILE}»" in texts(page)
    assert page.text_area(key=FIELD).value == "Mitt halve"
    button(page, "Lagre forslaget").click().run()
    assert "Ingenting ble lagret" in texts(page)
    button(page, "Hent den nye teksten").click().run()
    assert page.text_area(key=FIELD).value == HOSTILE
    assert HOSTILE not in "\n".join(m.value for m in page.markdown)


def test_decided_text_says_where_the_amounts_moved_and_is_taken_up_again_with_a_reason(
    page: AppTest, store: Store
) -> None:
    saved(page, "Fosen får {Fosen}.")
    button(page, "Vedtatt ved enighet").click().run()
    set_amount(store, BO, load(store), "fosen", 721_155, 800_000)
    page.run()
    line = "Avviker fra vedtaket i sak 10: Fosen var 721 155 kr, er 800 000 kr"
    assert "Fosen får kr 721 155." in texts(page)
    assert line in texts(page)
    assert line in texts(page.switch_page("pages/innstilling.py").run())
    on_item(page)
    button(page, "Ta opp igjen").click().run()
    assert "Skriv hvorfor" in texts(page)
    page.text_input(key=f"reopen/{ITEM}").set_value("Ny sum.")
    button(page, "Ta opp igjen").click().run()
    assert goes(store).decisions == ()
    assert line not in texts(page.switch_page("pages/innstilling.py").run())


def test_vote_is_entered_after_agreement_is_named_first(page: AppTest, store: Store) -> None:
    seats(store)
    saved(page, POOL)
    assert "Enighet er hovedregelen." in texts(page)
    assert "Vedtatt etter votering" not in {b.label for b in page.button}
    panel(page, "Votering")
    assert "16 plasser kan stemme. Oppmøte er ikke ført." in texts(page)
    assert "statsforvalteren stemmer ikke: Statsforvalteren" in texts(page)
    key = f"ballot/{MEETING}/{ITEM}"
    for field, typed in (("votes/0", "9"), ("votes/1", "7"), ("abstained", "1")):
        page.text_input(key=f"{key}/{field}").set_value(typed)
    button(page, "Før voteringen").click().run()
    assert "Stemmene er til sammen 17, og 16 kan stemme." in texts(page)
    page.text_input(key=f"{key}/abstained").set_value("")
    button(page, "Før voteringen").click().run()
    assert "For 9, Mot 7, avsto 0, av 16 som kunne stemme" in texts(page)
    assert "Verktøyet peker ikke ut noe alternativ." in texts(page)
    button(page, "Vedtatt etter votering").click().run()
    assert goes(store).decisions[0].way == "votering"
    assert "Fjern" not in {b.label for b in page.button}


def test_forum_that_did_not_agree_can_still_vote(page: AppTest, store: Store) -> None:
    seats(store)
    saved(page, POOL)
    button(page, "Forumet ble ikke enig").click().run()
    assert "Forumet kan fortsatt stemme over forslaget." in texts(page)
    assert status(store) == "Ikke enig"
    panel(page, "Votering")
    for field, typed in (("votes/0", "9"), ("votes/1", "7")):
        page.text_input(key=f"ballot/{MEETING}/{ITEM}/{field}").set_value(typed)
    button(page, "Før voteringen").click().run()
    assert "Forumet kan fortsatt stemme" not in texts(page)
    button(page, "Vedtatt etter votering").click().run()
    (found,) = goes(store).decisions
    assert (plain(found.text), found.way) == (READS, "votering")
    assert status(store) == "Vedtatt"
    assert "Fjern" not in {b.label for b in page.button}


def test_text_that_is_not_changed_is_not_saved_and_one_click_saves_what_is(page: AppTest, store: Store) -> None:
    for name in ("Lagre forslaget", "Lagre referatet"):
        button(page, name).click().run()
        assert "Ingenting er endret." in texts(page)
    page.text_area(key=FIELD).set_value(POOL)
    button(page, "Lagre forslaget").click().run()
    assert goes(store).resolutions[0].text == POOL


def test_seats_without_attendance_are_said_to_be_so(page: AppTest, store: Store) -> None:
    panel(page, "Votering")
    seats(store)
    edit = RowEdit(
        "attendance", {"meeting_id": MEETING, "seat_id": "eiere"}, None, {"present": 8, "vara": 0, "absent": 3}
    )
    store.apply(Change(MEETING, "", Message("Oppmøte"), (edit,)), BO)
    assert "13 kan stemme. Oppmøte er ikke ført for alle plassene." in texts(page.run())


def test_rule_of_the_forum_names_who_has_enough(page: AppTest, store: Store) -> None:
    seats(store)
    panel(page, "Flertallsregel")
    page.text_input(key="rule/share").set_value("2/3")
    button(page, "Lagre regelen").click().run()
    assert "Forumets regel: mer enn 2/3 av avgitte stemmer." in texts(page)
    panel(page, "Votering")
    key = f"ballot/{MEETING}/{ITEM}"
    page.selectbox(key=f"{key}/kind").set_value("Mellom andre alternativer").run()
    page.text_input(key=f"{key}/own").set_value(f"{HOSTILE}; B ;").run()
    for field, typed in (("votes/0", "11"), ("votes/1", "5")):
        page.text_input(key=f"{key}/{field}").set_value(typed)
    button(page, "Før voteringen").click().run()
    assert f"«{HOSTILE}» har nok etter forumets regel" in texts(page)
    assert not [c for c in (*page.text_input, *page.markdown) if HOSTILE in str(getattr(c, "label", ""))]


def test_attendance_is_entered_for_all_and_one_by_one(page: AppTest, store: Store) -> None:
    seats(store)
    panel(page, "Oppmøte")
    button(page, "Alle er til stede").click().run()
    assert [(s.present, s.vara, s.absent) for s in goes(store).seats] == [(11, 0, 0), (5, 0, 0), (2, 0, 0)]
    fields = {field.label: field for field in page.text_input}
    for label, typed in (("Til stede, rad 1", "8"), ("Vara, rad 1", "2"), ("Forfall, rad 1", "3")):
        fields[label].set_value(typed)
    button(page, "Lagre oppmøte").click().run()
    assert (goes(store).seats[0].present, goes(store).seats[0].vara) == (8, 2)
    assert "15 kan stemme." in texts(page)


def test_dissent_and_minutes_are_written_and_stand(page: AppTest, store: Store) -> None:
    page.text_area(key=f"minutes/{MEETING}/{ITEM}").set_value("Saken ble drøftet.").run()
    button(page, "Lagre referatet").click().run()
    panel(page, "Dissens og protokolltilførsel")
    page.text_input(key=f"statement/{ITEM}/who").set_value("NTNU")
    page.text_area(key=f"statement/{ITEM}/text").set_value(HOSTILE)
    button(page, "Før i protokollen").click().run()
    assert goes(store).minutes == {ITEM: "Saken ble drøftet."}
    assert f"Dissens, NTNU: {HOSTILE}" in texts(page)
    button(page, "Fjern").click().run()
    assert goes(store).statements == ()


def test_storskjerm_follows_the_proposal_until_it_is_decided(open_app: Callable[[], AppTest], store: Store) -> None:
    page = saved(on_item(open_app()), "Fosen får {Fosen}.")
    button(page, "Vis på storskjermen").click().run()
    wall = open_app().switch_page("pages/storskjerm.py").run()
    assert [title.value for title in wall.title] == ["Forslag til vedtak"]
    assert "Fosen får kr 721 155." in texts(wall)
    set_amount(store, BO, load(store), "fosen", 721_155, 800_000)
    assert "Fosen får kr 800 000." in texts(wall.run())
    found = goes(store)
    decide(store, BO, found, ITEM, load(store), "enighet", datetime(2022, 3, 9, 14))
    set_amount(store, BO, load(store), "fosen", 800_000, 1)
    wall.run()
    assert [title.value for title in wall.title] == ["Vedtatt"]
    assert "Fosen får kr 800 000." in texts(wall)
    assert "Avviker fra vedtaket i sak 10: Fosen var 800 000 kr, er 1 kr" in texts(wall)
