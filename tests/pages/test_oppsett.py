"""The set-up page as the secretariat uses it: a meeting of its own, its tables, and a workbook looked over first."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dekom import meetings
from dekom.import_session import ImportState, take_file, take_text, work_out
from dekom.set_up import load_set_up
from dekom.store import Store
from dekom.workbook import write_workbook
from tests.dekom.store_fixtures import ADA, MEETING
from tests.pages.reading import button, texts

OpenApp = Callable[[], AppTest]
PARTS = (
    "Møtet",
    "Ramme",
    "Nettverk",
    "Beslutningsgrunnlag",
    "Grupper",
    "Ark",
    "Saksliste",
    "Excel",
    "Vedlegg",
    "Tilgang",
    "Sjekk før møtet",
    "Historikk",
)


def open_page(open_app: OpenApp, part: str = "") -> AppTest:
    page = open_app().switch_page("pages/oppsett.py").run()
    return page.segmented_control(key="set_up_part").set_value(part).run() if part else page


def new_meeting(page: AppTest, county: str = "Møre og Romsdal", held_on: str = "8.3.2023") -> AppTest:
    page = page.segmented_control(key="set_up_part").set_value("Nytt møte").run()
    page.text_input(key="new/county").set_value(county)
    page.text_input(key="new/title").set_value("Tilrådingsmøte")
    page.text_input(key="new/held_on").set_value(held_on)
    return next(b for b in page.button if b.label == "Lag møtet").click().run()


@pytest.mark.parametrize("part", PARTS)
def test_part_of_the_demo_opens(open_app: OpenApp, part: str) -> None:
    page = open_page(open_app, part)
    assert not page.exception
    assert page.header[0].value == "Oppsett · Trøndelag 9.3.2022 · Dekom"


def test_new_meeting_opens_at_once_and_every_page_stands_it(open_app: OpenApp) -> None:
    page = new_meeting(open_page(open_app))
    assert "Møtet er laget" in texts(page)
    assert page.header[0].value == "Oppsett · Møre og Romsdal 8.3.2023 · Dekom"
    for name in ("innstilling", "hva-om", "gruppearbeid", "storskjerm"):
        page = page.switch_page(f"pages/{name}.py").run()
        assert not page.exception, name
    page = page.switch_page("pages/innstilling.py").run()
    assert {m.label: m.value for m in page.metric}["Ramme til nettverkene"] == "Ukjent"


def test_meeting_that_cannot_be_made_says_why_and_keeps_what_was_typed(open_app: OpenApp) -> None:
    page = new_meeting(open_page(open_app), held_on="mars 2023")
    assert "«mars 2023» er ikke en dato" in texts(page)
    assert page.text_input(key="new/county").value == "Møre og Romsdal"
    assert page.header[0].value == "Oppsett · Trøndelag 9.3.2022 · Dekom"


def test_last_meeting_is_deleted_and_brought_back(open_app: OpenApp, store: Store) -> None:
    page = open_page(open_app)
    page = button(page, "Slett møtet").click().run()
    assert "slettes, med beløp, svar og alt annet" in texts(page)
    assert len(store.meetings()) == 1
    page = button(page, "Ja, slett").click().run()
    assert store.meetings() == []
    assert "Slettet: Trøndelag 2022-03-09" in texts(page)
    start = page.switch_page("pages/innstilling.py").run()
    assert not start.exception
    page = button(start.switch_page("pages/oppsett.py").run(), "Hent tilbake").click().run()
    assert len(store.meetings()) == 1


def test_workbook_of_the_meeting_itself_brings_nothing_new(store: Store) -> None:
    set_up = load_set_up(store, ADA, MEETING)
    for language in ("nb", "nn"):
        state = ImportState(ordning="dekom")
        take_file(state, write_workbook(language, set_up), "møte.xlsx")
        work_out(state, set_up, store.meeting_ids())
        assert state.plan is not None
        assert (state.plan.findings, state.plan.edits) == ((), ())


def test_pasted_table_waits_for_a_yes(store: Store) -> None:
    set_up, state = load_set_up(store, ADA, MEETING), ImportState(ordning="dekom")
    take_text(state, "Nettverk\tMeldt behov\nFosen\t950 000\n", "Limt inn")
    work_out(state, set_up, store.meeting_ids())
    assert state.plan is not None
    assert state.plan.is_ready
    assert load_set_up(store, ADA, MEETING) == set_up


def test_new_meeting_stays_open_from_part_to_part_and_angre_does_not_take_it(open_app: OpenApp) -> None:
    page = new_meeting(open_page(open_app))
    for part in ("Ramme", "Nettverk", "Møtet"):
        page = page.segmented_control(key="set_up_part").set_value(part).run()
        assert page.header[0].value == "Oppsett · Møre og Romsdal 8.3.2023 · Dekom"
    assert button(page, "Angre").disabled


def test_new_meeting_that_is_deleted_leaves_a_page_that_works(open_app: OpenApp) -> None:
    page = new_meeting(open_page(open_app))
    page = button(page, "Slett møtet").click().run()
    page = button(page, "Ja, slett").click().run()
    assert page.header[0].value == "Oppsett · Trøndelag 9.3.2022 · Dekom"
    page = page.segmented_control(key="set_up_part").set_value("Ramme").run()
    assert not page.exception


def test_sheets_of_two_ordninger_have_names_of_their_own(store: Store) -> None:
    typed = {"county": "Vestland", "title": "Møte", "held_on": "8.3.2023", "language": "nynorsk"}
    meeting_id = meetings.new_meeting(store, ADA, typed, ["dekom", "rekom"])
    titles = [sheet.title for sheet in store.load_group_work(meeting_id, ADA).sheets]
    assert titles == ["Kriterieark", "Kriterieark Rekom"]


def test_koordinator_alone_does_not_touch_how_the_need_splits(store: Store) -> None:
    set_up, state = load_set_up(store, ADA, MEETING), ImportState(ordning="dekom")
    take_text(state, "Nettverk\tMeldt behov\tHerav koordinator\nFosen\t950 000\t100 000\n", "Limt inn")
    work_out(state, set_up, store.meeting_ids())
    assert state.plan is not None
    assert {edit.table for edit in state.plan.edits} == {"grunnlag", "printed_figure"}
