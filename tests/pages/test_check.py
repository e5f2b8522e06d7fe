"""«Sjekk før møtet»: nothing is in order that was not tested; phones prove themselves without a key."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dekom.access import Actor
from dekom.backup import EVERY, Copy, folder_of, newest_copy
from dekom.change import Change, RowEdit
from dekom.clock import now
from dekom.demo import MEETING
from dekom.i18n import Message, render
from dekom.readiness_lines import Result
from dekom.set_up_tables import SET_UP_TABLES
from dekom.store import CaseName, Store, open_store
from pages._ui import gate
from pages._ui.backups import start_backups, stop_backups
from pages._ui.setup import probes, reach
from pages._ui.setup.copies import copy_line
from pages._ui.setup.parts import PARTS
from pages._ui.setup.probes import MOST, SECONDS, Probes, Visit, is_own_address
from tests.dekom.store_fixtures import ADA, amount, amount_edit, change, copy_of_demo
from tests.pages.reading import button, texts

APP = str(Path(__file__).parents[2] / "app.py")
ROOM_URL = "http://forum.example:8501"
PHONE, HERE = "203.0.113.9", "127.0.0.1"  # nobody's, and our own
IPHONE, LAPTOP = "Mozilla/5.0 (iPhone) Mobile/15E148", "Mozilla/5.0 (Windows NT 10.0)"


def page(store, actor, chosen) -> None:  # type: ignore[no-untyped-def]  # Streamlit runs its source by itself
    from pages._ui.setup.check import check_before  # noqa: PLC0415

    check_before(store, actor, chosen)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One file for all tests: each tells apart what it changed from what was there."""
    opened = open_store(copy_of_demo(tmp_path_factory.mktemp("check") / "dekom.duckdb"))
    start_backups(opened)
    yield opened
    stop_backups(opened)
    opened.close()


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AppTest]:
    """A browser that comes to the app; no file is opened for it."""
    monkeypatch.setenv("DEKOM_DB", str(tmp_path / "ny.duckdb"))
    yield AppTest.from_file(APP, default_timeout=20)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def chosen(store: Store) -> CaseName:
    return store.cases()[0]


@pytest.fixture
def check(store: Store, chosen: CaseName) -> Callable[[], AppTest]:
    def run() -> AppTest:
        test = AppTest.from_function(page, default_timeout=20, args=(store, ADA, chosen)).run()
        assert not test.exception
        return test

    return run


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Iterator[Probes]:
    """What has been proved, forgotten after the test."""
    fresh = Probes()
    monkeypatch.setattr(reach, "PROBES", fresh)
    yield fresh


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, found: Probes) -> Probes:
    monkeypatch.setattr(gate.NETWORK, "url", ROOM_URL)
    return found


def came_from(monkeypatch: pytest.MonkeyPatch, address: str | None, agent: str = IPHONE, **headers: str) -> None:
    """Let the browser's connection say this."""
    said = {"Host": "forum.example:8501", "User-Agent": agent, **headers}
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: said))
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: address))


def line_about(test: AppTest, word: str) -> str:
    return next(text.value for text in test.text if word in text.value)


# The page


def test_every_line_says_its_result_by_word_and_shape(check: Callable[[], AppTest]) -> None:
    lines = [text.value for text in check().text if " · " in text.value and text.value[0] in "✓✕?·"]
    assert len(lines) > 20
    for line in lines:
        assert re.match(r"(✓ I orden|✕ Mangler|\? Se på|· Opplysning) · ", line), line
        assert ("\n→ " in line) == (line[0] in "✕?"), line


def test_count_on_top_is_of_the_lines_below(check: Callable[[], AppTest]) -> None:
    test = check()
    starts = [text.value[0] for text in test.text]
    n = {shape: starts.count(shape) for shape in "✕?✓"}
    assert test.text[0].value == f"{n['✕']} mangler · {n['?']} å se på · {n['✓']} i orden"
    assert re.fullmatch(r"Sjekket kl\. \d\d\.\d\d\.\d\d", test.text[1].value)


def test_what_is_put_right_is_in_order_the_next_time(store: Store, check: Callable[[], AppTest]) -> None:
    test = check()
    assert "? Se på · Rammen er foreløpig." in texts(test)
    key = {"meeting_id": MEETING, "ordning": "dekom"}
    edit = RowEdit("ordning", key, {"status": "foreløpig"}, {"status": "endelig"})
    store.apply(Change(MEETING, "", Message("Status"), (edit,)), ADA)
    button(test, "Se på nytt").click().run()
    assert "✓ I orden · Rammen er endelig." in texts(test)


def test_every_part_of_the_set_up_has_its_place() -> None:
    placed = [table.table for _title, tables in PARTS for table in tables]
    assert sorted(placed) == sorted(table.table for table in SET_UP_TABLES)


def test_ordning_without_known_rules_is_checked_too(store: Store, check: Callable[[], AppTest]) -> None:
    def move(before: str, after: str) -> None:
        edit = RowEdit("meeting", {"meeting_id": MEETING}, {"held_on": before}, {"held_on": after})
        store.apply(Change(MEETING, "", Message("Dato"), (edit,)), ADA)

    assert "✕ Mangler · Uten navngitt UH-partner" in texts(check())
    move("2022-03-09", "1999-03-09")
    assert "? Se på · Uten navngitt UH-partner" in texts(check())
    move("1999-03-09", "2022-03-09")


# Phones


@pytest.mark.usefixtures("found")
def test_on_this_machine_only_one_is_told_how_to_start_for_the_room(check: Callable[[], AppTest]) -> None:
    test = check()
    assert "? Se på · Telefoner er ikke prøvd: appen svarer bare på denne maskinen." in texts(test)
    assert [code.value for code in test.code] == ["python -m pages._ui.network", "py -m pages._ui.network"]


def test_address_and_code_are_shown_and_nobody_has_tried_yet(check: Callable[[], AppTest], network: Probes) -> None:
    test = check()
    assert "? Se på · Ingen har prøvd ennå." in texts(test)
    assert [code.value for code in test.code] == [f"{ROOM_URL}/?prove={network.code_for('nb')}"]
    assert len(test.get("image")) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:8501", "✕ Mangler · Maskinen er ikke på noe nett."),
        ("http://203.0.113.7:8501", "✕ Mangler · Adressen http://203.0.113.7:8501 er ikke lenger denne maskinens."),
    ],
)
def test_address_that_nobody_can_reach_is_told(
    check: Callable[[], AppTest], network: Probes, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setattr(gate.NETWORK, "url", url)
    network.note(Visit(now(), PHONE, is_other=True, is_phone=True))
    assert words in texts(check())


def test_phone_that_comes_without_a_key_is_noted_once_and_sees_nothing_else(
    visitor: AppTest, check: Callable[[], AppTest], network: Probes, monkeypatch: pytest.MonkeyPatch
) -> None:
    came_from(monkeypatch, PHONE)
    phone = visitor
    phone.query_params["prove"] = network.code_for("nb")
    phone.run()
    assert texts(phone) == "Denne telefonen når appen. Du kan lukke siden."
    assert not phone.sidebar
    assert not phone.metric
    assert not phone.button
    assert "entered" not in phone.session_state
    phone.run()
    assert [visit.address for visit in network._visits] == [PHONE]
    assert re.search(rf"✓ I orden · En telefon nådde appen kl\. \d\d\.\d\d\.\d\d, fra {PHONE}\.", texts(check()))


@pytest.mark.parametrize(
    ("address", "agent", "headers", "page_says", "check_says"),
    [
        (PHONE, LAPTOP, {}, "Denne maskinen når appen", "✓ I orden · En annen maskin nådde appen"),
        (None, LAPTOP, {}, "Appen kjører på denne", "? Se på · Bare denne maskinen har åpnet adressen."),
        (HERE, IPHONE, {}, "Appen kjører på denne", "? Se på · Bare denne maskinen har åpnet adressen."),
        (None, IPHONE, {"X-Forwarded-For": f"10.9.9.9, {PHONE}"}, "Denne telefonen", f"fra {PHONE}."),
        (None, IPHONE, {"X-Forwarded-For": "127.0.0.1"}, "Appen kjører på denne", "? Se på · Bare denne maskinen"),
        (None, IPHONE, {"X-Forwarded-For": "<b>hei</b>"}, "Appen kjører på denne", "? Se på · Bare denne maskinen"),
        (PHONE, IPHONE, {"X-Forwarded-For": "10.9.9.9"}, "Denne telefonen", f"fra {PHONE}."),
    ],
    ids=["laptop", "here", "loopback", "proxy", "here by proxy", "nonsense by proxy", "claims to be passed on"],
)
def test_only_another_machine_proves_that_the_app_is_reached(
    visitor: AppTest,
    check: Callable[[], AppTest],
    network: Probes,
    monkeypatch: pytest.MonkeyPatch,
    address: str | None,
    agent: str,
    headers: dict[str, str],
    page_says: str,
    check_says: str,
) -> None:
    came_from(monkeypatch, address, agent, **headers)
    visitor.query_params["prove"] = network.code_for("nb")
    assert page_says in texts(visitor.run())
    assert check_says in texts(check())


@pytest.mark.parametrize("code", ["", "gammel", "<script>alert(1)</script>", "x" * 5000])
def test_code_that_is_not_in_force_proves_nothing(
    visitor: AppTest, network: Probes, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    came_from(monkeypatch, PHONE)
    visitor.query_params["prove"] = code
    visitor.run()
    assert "koden er for gammel" in texts(visitor)
    assert network.newest(is_other=True) is None


def test_page_on_the_phone_is_in_the_language_of_the_meeting(
    visitor: AppTest, network: Probes, monkeypatch: pytest.MonkeyPatch
) -> None:
    came_from(monkeypatch, PHONE)
    visitor.query_params["prove"] = network.code_for("nn")
    assert visitor.run().session_state["language"] == "nn"


def test_phone_from_another_day_is_to_be_tried_again(check: Callable[[], AppTest], network: Probes) -> None:
    network.note(Visit(now() - timedelta(days=1), PHONE, is_other=True, is_phone=True))
    assert "? Se på · Sist en annen enhet nådde appen, var " in texts(check())


def test_code_is_kept_for_a_quarter_and_good_for_half_an_hour() -> None:
    at = [0.0]
    fresh = Probes(clock=lambda: at[0])
    code = fresh.code_for("nb")
    assert re.fullmatch(f"[{probes._LETTERS}]{{10}}", code)
    assert fresh.code_for("nn") != code
    at[0] = SECONDS / 2 - 1
    assert fresh.code_for("nb") == code
    at[0] = SECONDS / 2
    assert fresh.code_for("nb") != code
    assert fresh.language_of(code) == "nb"
    at[0] = SECONDS - 0.1
    assert fresh.language_of(code) == "nb"
    at[0] = SECONDS
    assert fresh.language_of(code) is None
    fresh.code_for("nb")
    assert code not in fresh._codes


def test_visits_are_forgotten_beyond_the_newest() -> None:
    fresh = Probes()
    for n in range(MOST + 5):
        fresh.note(Visit(datetime(2022, 3, 8, 12, 0, n % 60), str(n), is_other=True, is_phone=True))
    assert len(fresh._visits) == MOST
    newest = fresh.newest(is_other=True)
    assert newest
    assert newest.address == str(MOST + 4)
    assert fresh.newest(is_other=False) is None


@pytest.mark.parametrize(
    ("address", "is_own"),
    [(HERE, True), ("::1", True), (PHONE, False), ("2001:db8::1", False), ("x", False), ("", False)],
)
def test_own_address_is_one_that_can_be_listened_to(address: str, is_own: bool) -> None:
    assert is_own_address(address) is is_own


# Copies


def copied(ago: timedelta, changes: int | None) -> Copy:
    return Copy(Path("kopi.duckdb"), datetime(2022, 3, 8, 13, 0) - ago, changes, 1)


@pytest.mark.parametrize(
    ("newest", "last", "result", "words"),
    [
        (None, 0, Result.SE_PAA, "Ingen kopi er skrevet ennå: ingenting er endret."),
        (None, 1, Result.MANGLER, "Ingen kopi er skrevet ennå."),
        (copied(timedelta(0), None), 1, Result.MANGLER, "kan ikke åpnes"),
        (copied(timedelta(days=9), 5), 5, Result.I_ORDEN, "har alt som er lagret"),
        (copied(EVERY, 4), 5, Result.I_ORDEN, "kommer med i neste, senest 8.3.2022 kl. 14.01.00"),
        (copied(EVERY + timedelta(seconds=59), 4), 5, Result.I_ORDEN, "kommer med i neste"),
        (copied(EVERY + timedelta(seconds=60), 4), 5, Result.MANGLER, "er ikke kopiert"),
        (copied(timedelta(days=1), 9), 5, Result.MANGLER, "er ikke kopiert"),
        (copied(timedelta(days=-1), 4), 5, Result.MANGLER, "er ikke kopiert"),
    ],
)
def test_newest_copy_is_worth_what_it_holds(newest: Copy | None, last: int, result: Result, words: str) -> None:
    line = copy_line(newest, last, datetime(2022, 3, 8, 13, 0))
    assert (line.result, words in render(line.message)) == (result, True)


def test_copy_is_taken_on_request_and_read_back(store: Store, check: Callable[[], AppTest]) -> None:
    store.apply(change(amount_edit("fosen", amount(store, "fosen"), 5)), ADA)
    test = check()
    button(test, "Ta kopi nå").click().run()
    assert "Kopien er skrevet og lest tilbake." in texts(test)
    assert re.search(r"✓ I orden · Kopien fra kl\. \d\d\.\d\d\.\d\d er åpnet og har alt som er lagret\.", texts(test))
    newest = newest_copy(store.path)
    assert newest
    assert newest.changes == store.last_change_id
    assert str(folder_of(store.path)) in texts(test)
    newest.path.write_bytes(b"odelagt")
    button(test, "Se på nytt").click().run()
    assert "✕ Mangler · Kopien fra " in texts(test)


def test_copy_that_fails_is_told_with_what_to_do(store: Store, check: Callable[[], AppTest]) -> None:
    folder = folder_of(store.path)
    if folder.exists():
        folder.rename(folder.with_name("flyttet"))
    folder.write_text("i veien")
    test = check()
    button(test, "Ta kopi nå").click().run()
    told = line_about(test, "Siste forsøk på å ta kopi gikk galt")
    assert told.startswith("✕ Mangler · ")
    assert "→ Kopien ble ikke skrevet til " in told
    folder.unlink()
    button(test, "Ta kopi nå").click().run()
    assert "gikk galt" not in texts(test)


def test_app_that_takes_no_copies_is_told(store: Store, check: Callable[[], AppTest]) -> None:
    assert "✓ I orden · Appen tar kopier av seg selv" in texts(check())
    stop_backups(store)
    assert "✕ Mangler · Appen tar ikke kopier av seg selv nå." in texts(check())


def test_only_the_secretariat_reads_the_set_up(store: Store, chosen: CaseName) -> None:
    group: Any = Actor("b" * 32, role="gruppe", meeting_id=MEETING, gruppe_id="gruppe-1")
    test = AppTest.from_function(page, default_timeout=20, args=(store, group, chosen)).run()
    assert test.exception
    assert not test.text
