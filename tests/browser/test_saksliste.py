"""The agenda and its clocks as the secretariat and the room see them."""

import re
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from pages._ui.double_click import SECONDS
from tests.browser.innstilling_page import figure
from tests.browser.test_storskjerm import drive, open_wall

FIRST, SECOND = "7/2022 Velkommen og godkjenning", "8/2022 Videreutvikling eller avvikling av pool"

SIZES = """() => [...document.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot?.querySelectorAll('*') ?? [])])
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length)
    .filter(e => !['STYLE', 'SCRIPT', 'NOSCRIPT', 'TITLE', 'CAPTION'].includes(e.tagName))
    .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent])"""


def seconds(page: Page) -> int:
    """Return what the clock of the current item shows."""
    text = page.get_by_role("timer", name="Tid igjen av saken").inner_text()
    parts = [int(part) for part in text.removeprefix("\u2212").split(":")]
    return sum(part * 60**power for power, part in enumerate(reversed(parts)))


def end_of(page: Page) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text="Forventet slutt").get_by_test_id("stMetricValue")


def press(page: Page, name: str) -> None:
    page.wait_for_timeout(1000 * SECONDS)  # sooner, it is a double click
    page.get_by_role("button", name=name, exact=True).click()


def test_clock_ticks_on_the_page_and_on_the_wall_and_the_next_item_has_its_own(start, visit):
    server = start()
    wall, page = open_wall(visit, server.url), visit(server.url + "/saksliste")
    page.get_by_label("Referat fra saken").wait_for(timeout=20_000)
    drive(page, "Vis det jeg ser")
    expect(wall.get_by_text("Møtet er ikke startet.")).to_be_visible()

    page.get_by_role("button", name="Start neste").click()
    for screen in (page, wall):
        expect(screen.locator(".dekom-clock .title").filter(has_text=FIRST)).to_be_visible()
        expect(screen.get_by_role("timer")).to_have_text(re.compile("^1[45]:[0-9]{2}$"))
    first = seconds(page)
    expect(page.get_by_role("timer")).not_to_have_text(f"{first // 60}:{first % 60:02d}")
    assert 0 < first - seconds(page) <= 10
    assert abs(seconds(page) - seconds(wall)) <= 1
    assert min(wall.evaluate(SIZES))[0] >= 22, wall.evaluate(SIZES)
    assert Axe().run(wall).response["violations"] == []

    press(page, "Start neste")
    for screen in (page, wall):
        expect(screen.locator(".dekom-clock .title").filter(has_text=SECOND)).to_be_visible()
    shown = set()
    for _look in range(3):  # the clock of the item before does not come back
        shown |= {seconds(page), seconds(wall)}
        time.sleep(0.1)
    assert min(shown) > 85 * 60

    expected = figure(page, "Forventet slutt")
    page.get_by_role("button", name="Eventuelt").click()
    press(page, "Start")
    for screen in (page, wall):
        expect(screen.locator(".dekom-clock .title").filter(has_text="Eventuelt")).to_be_visible()
        expect(end_of(screen)).not_to_have_text(expected)
    assert figure(page, "Forventet slutt") == figure(wall, "Forventet slutt")
    expect(page.get_by_text("Ikke tatt opp").first).to_be_visible()
    assert Axe().run(page).response["violations"] == []
