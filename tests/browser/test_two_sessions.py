"""Several browsers on one truth: nothing repeated, nothing lost, nothing half-typed wiped."""

import random

import pytest
from playwright.sync_api import expect

from dekom.demo import MEETING, ORDNING
from dekom.store import open_store
from tests.browser.innstilling_page import (
    enter,
    expect_amount,
    expect_figure,
    field,
    open_panel,
    spaced,
    wait_for_table,
)


def test_half_typed_amount_is_neither_wiped_nor_saved_over_another(start, visit):
    server = start()
    one, other = visit(server.url), visit(server.url)
    wait_for_table(one)
    wait_for_table(other)
    field(other, "Fosen").click()
    other.keyboard.type("7010")
    enter(one, "Fosen", "900 000")
    expect_figure(other, "Gjenstår", "1 415 540")
    expect(field(other, "Fosen")).to_have_value("7010")
    expect(field(other, "Fosen")).to_be_focused()
    other.keyboard.type("03")
    other.keyboard.press("Enter")
    expect(other.get_by_text("endret beløpet til 900\u00a0000\u00a0kr")).to_be_visible()
    expect(other.get_by_text("Ditt beløp, 701\u00a0003\u00a0kr, er ikke lagret")).to_be_visible()
    expect_amount(other, "Fosen", "900 000")
    expect_figure(one, "Gjenstår", "1 415 540")


def test_half_typed_amount_stays_half_typed_when_something_else_takes_the_focus(start, visit):
    page = visit(start().url)
    wait_for_table(page)
    field(page, "Fosen").click()
    page.keyboard.type("65000")
    page.wait_for_timeout(1_200)
    page.evaluate("document.querySelector('button').focus()")
    page.wait_for_timeout(1_500)
    expect_figure(page, "Innstilt", "13 705 615")
    expect(field(page, "Fosen")).to_have_value("65000")
    field(page, "Fosen").press("Enter")
    expect(page.get_by_text("Mener du 65")).to_be_visible()


def test_angre_takes_only_what_this_browser_did(start, visit):
    server = start()
    one, other = visit(server.url), visit(server.url)
    wait_for_table(one)
    wait_for_table(other)
    enter(one, "Fosen", "800 000")
    expect_figure(other, "Gjenstår", "1 515 540")
    expect_amount(other, "Fosen", "800 000")
    expect(other.get_by_role("button", name="Angre")).to_be_disabled()
    enter(other, "Fosen", "850 000")
    expect_figure(one, "Gjenstår", "1 465 540")
    one.get_by_role("button", name="Angre").click()
    expect(one.get_by_text("Det går ikke: ")).to_be_visible()
    expect_amount(one, "Fosen", "850 000")


def test_browser_is_known_after_a_reload(start, visit):
    page = visit(start().url)
    wait_for_table(page)
    enter(page, "Fosen", "800 000")
    expect_figure(page, "Gjenstår", "1 515 540")
    page.reload()
    wait_for_table(page)
    page.get_by_role("button", name="Angre").click()
    expect_figure(page, "Gjenstår", "1 594 385")


@pytest.mark.parametrize("edits", [30])
def test_polling_repeats_no_relative_edit(start, visit, edits):
    """Relative edits at random moments, another browser editing other rows, everything polling, one core."""
    server = start(one_core=True)
    one, other, viewer = (visit(server.url) for _ in range(3))
    for page in (one, other, viewer):
        wait_for_table(page)
    pick = random.Random(2022)
    mine, theirs = ["Trondheim/Malvik", "Fosen", "Innherred", "Ytre Namdal"], ["Gauldalnettverket", "Indre Namdal"]
    their_edits = 0

    def add(page, nettverk, text):
        field(page, nettverk).focus()
        page.keyboard.type(text)
        page.keyboard.press("Enter")

    for number in range(edits):
        add(one, mine[number % len(mine)], "+7")
        if number % 10 == 0:
            add(other, theirs[their_edits % 2], "+3")
            their_edits += 1
        one.wait_for_timeout(pick.choice([0, 0, 10, 30, 90]))
    expected_kr = 13_705_615 + 7 * edits + 3 * their_edits
    for page in (one, other, viewer):
        expect_figure(page, "Innstilt", f"{expected_kr:,}".replace(",", " "))
    server.stop()
    store = open_store(server.database)
    history = store.history(MEETING, ORDNING)
    case = store.load_case(MEETING, ORDNING)
    store.close()
    steps = [(e.after["innstilt_kr"] - e.before["innstilt_kr"]) for entry in history for e in entry.edits]
    assert case.innstilt_kr == expected_kr
    assert (steps.count(7), steps.count(3), len(steps)) == (edits, their_edits, edits + their_edits)


def test_column_typed_at_speed_loses_nothing(start, visit):
    server = start(one_core=True)
    page, other = visit(server.url), visit(server.url)
    wait_for_table(page)
    wait_for_table(other)
    column = [3_000_001, 3_000_002, 900_003, 700_004, 1_000_005, 900_006, 800_007, 800_008, 500_009, 600_010, 500_011]
    field(page, "Trondheim/Malvik").click()
    for kr in column:
        page.keyboard.type(str(kr))
        page.keyboard.press("Enter")
    for watched in (page, other):
        expect_figure(watched, "Innstilt", f"{sum(column):,}".replace(",", " "))
    expect_amount(page, "Indre Namdal", "500 011")


def test_relative_edits_of_one_row_in_a_row_build_on_each_other(start, visit):
    page = visit(start(one_core=True).url)
    wait_for_table(page)
    field(page, "Fosen").click()
    for _ in range(10):
        page.keyboard.type("+1000")
        page.keyboard.press("Enter")
        page.keyboard.press("Shift+Enter")
    expect_amount(page, "Fosen", "731 155")


def test_begrunnelse_of_another_is_never_overwritten_unseen(start, visit):
    server = start()
    one, other = visit(server.url), visit(server.url)
    for page in (one, other):
        wait_for_table(page)
        page.get_by_role("button", name="Fosen").click()
        open_panel(page, "Begrunnelse")
        page.get_by_label("Begrunnelse", exact=True).wait_for()
    other.get_by_label("Begrunnelse", exact=True).fill("Halvferdig tekst")
    one.get_by_label("Begrunnelse", exact=True).fill("Forumet er enig.")
    one.get_by_role("button", name="Lagre begrunnelse").click()
    expect(other.get_by_text("En annen har endret begrunnelsen til: «Forumet er enig.»")).to_be_visible()
    expect(other.get_by_label("Begrunnelse", exact=True)).to_have_value("Halvferdig tekst")
    other.get_by_role("button", name="Lagre begrunnelse").click()
    expect(other.get_by_text("Ingenting ble lagret").first).to_be_visible()
    expect(other.get_by_label("Begrunnelse", exact=True)).to_have_value("Halvferdig tekst")


def test_every_page_opened_first_on_a_fresh_server_is_the_real_page(start, visit):
    for path in ("/", "/innstilling"):
        page = visit(start().url + path)
        wait_for_table(page)
        expect(page.get_by_test_id("stMetric").filter(has_text="Gjenstår")).to_have_count(1)
        expect(field(page, "Fosen")).to_have_value(spaced("721 155"))
