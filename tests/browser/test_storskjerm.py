"""The storskjerm in a window of its own, driven from the secretariat's screen."""

import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.innstilling_page import enter, expect_amount, expect_figure, figure, wait_for_table

ROOM = "/storskjerm?rom=rom-1"


def open_wall(visit, url: str) -> Page:
    wall = visit(url + ROOM, width=1920, height=1080)
    wall.get_by_test_id("stMetric").first.wait_for(timeout=20_000)
    return wall


def drive(page: Page, what: str) -> None:
    """Press something in the control; it is opened first, and closed again."""
    page.get_by_test_id("stPopoverButton").click()
    page.get_by_text(what, exact=True).first.click()
    page.keyboard.press("Escape")


def test_room_sees_an_edit_and_its_undoing_and_nothing_to_press(start, visit):
    server = start()
    wall, page = open_wall(visit, server.url), visit(server.url)
    wait_for_table(page)
    assert wall.locator("button:visible, input:visible, a:visible").count() == 0
    assert wall.get_by_test_id("stSidebar").count() == 0
    sizes = wall.evaluate(
        """() => { const found = [...document.querySelectorAll('[data-testid=stMetricValue]')];
        const root = document.querySelector('#dekom-amounts') ??
            [...document.querySelectorAll('*')].map(e => e.shadowRoot?.querySelector('#dekom-amounts')).find(Boolean);
        return [...found, ...root.querySelectorAll('tbody td')].map(e => parseFloat(getComputedStyle(e).fontSize)) }"""
    )
    assert len(sizes) > 40
    assert min(sizes) >= 28
    assert wall.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight <= innerHeight")
    assert Axe().run(wall).response["violations"] == []

    enter(page, "Fosen", "800000")
    expect_figure(wall, "Gjenstår", "1 515 540")
    expect(wall.get_by_text("800 000".replace(" ", "\u00a0"))).to_be_visible()
    page.get_by_role("button", name="Angre").click()
    expect_amount(page, "Fosen", "721 155")
    expect_figure(wall, "Gjenstår", "1 594 385")


def test_held_storskjerm_stays_while_things_are_tried_and_says_so_on_one_screen_only(start, visit):
    server = start()
    wall, page = open_wall(visit, server.url), visit(server.url)
    wait_for_table(page)
    page.get_by_role("button", name="Hold storskjermen").click()
    expect(page.get_by_text("holdt")).to_be_visible()
    enter(page, "Fosen", "800000")
    expect_figure(page, "Gjenstår", "1 515 540")
    page.get_by_role("button", name="Verdal/Levanger").click()
    drive(page, "Vis det jeg ser")
    time.sleep(1.5)
    assert figure(wall, "Gjenstår") == "1 594 385"
    assert wall.get_by_text("holdt").count() == 0
    wall.reload()
    wall.get_by_test_id("stMetric").first.wait_for(timeout=20_000)
    assert figure(wall, "Gjenstår") == "1 594 385"

    page.get_by_role("button", name="Slipp storskjermen").click()
    expect_figure(wall, "Gjenstår", "1 515 540")
    expect(wall.get_by_text("Verdal/Levanger", exact=True).first).to_be_visible()


def test_storskjerm_follows_the_screen_from_page_to_page_and_each_room_its_own(start, visit):
    server = start()
    wall, page = open_wall(visit, server.url), visit(server.url)
    other = visit(f"{server.url}/storskjerm?rom=rom-2", width=1920, height=1080)
    wait_for_table(page)
    drive(page, "Vis det jeg ser")
    page.get_by_role("button", name="Fosen").click()
    expect(wall.get_by_text("Meldt behov", exact=True).first).to_be_visible()
    expect_figure(wall, "Meldt behov", "910 000")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Hva om", exact=True).click()
    expect_figure(wall, "Fordelt", "15 300 000")
    page.get_by_role("link", name="Gruppearbeid").click()
    expect(wall.get_by_text("Lokalt forankret?")).to_be_visible()
    expect_figure(other, "Gjenstår", "1 594 385")

    page.get_by_test_id("stPopoverButton").click()
    page.get_by_label("Forslag til vedtak").fill("**Samarbeidsforum** bevilger <b>kr 5 000 000</b>")
    page.get_by_role("button", name="Vis teksten").click()
    expect(wall.get_by_text("**Samarbeidsforum** bevilger <b>kr 5 000 000</b>")).to_be_visible()
