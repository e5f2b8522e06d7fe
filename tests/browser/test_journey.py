"""The journey of a new user on the demo meeting, and what only a browser can show of it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.innstilling_page import (
    choose,
    enter,
    expect_amount,
    expect_figure,
    field,
    open_panel,
    wait_for_table,
)


def test_journey_from_first_start_to_tallkontroll(start, visit):
    page = visit(start().url)
    outside = []
    page.on("request", lambda request: outside.append(request.url) if "127.0.0.1" not in request.url else None)
    wait_for_table(page)
    expect_figure(page, "Ramme til nettverkene", "15 300 000")
    expect_figure(page, "Innstilt", "13 705 615")
    expect_figure(page, "Gjenstår", "1 594 385")

    enter(page, "Fosen", "800 000")
    expect_figure(page, "Innstilt", "13 784 460")
    expect_figure(page, "Gjenstår", "1 515 540")
    expect_amount(page, "Fosen", "800 000")

    page.get_by_role("button", name="Angre").click()
    expect_figure(page, "Gjenstår", "1 594 385")
    expect_amount(page, "Fosen", "721 155")

    open_panel(page, "Flytt beløp")
    choose(page, "Fra", "TFK + VGO")
    choose(page, "Til", "Ytre Namdal")
    page.get_by_label("Beløp som flyttes").fill("100 000")
    page.get_by_role("button", name="Flytt", exact=True).click()
    expect_amount(page, "TFK + VGO", "3 257 495")
    expect_amount(page, "Ytre Namdal", "593 539")
    expect_figure(page, "Gjenstår", "1 594 385")

    open_panel(page, "Tallkontroll")
    expect(page.get_by_text("Trykt 16\u00a0053\u00a0692, skal være 15\u00a0902\u00a0692")).to_be_visible()
    expect(page.get_by_text("Forskjellen er lik endringen for Ytre Namdal")).to_be_visible()
    assert outside == []


def test_eleven_networks_fit_without_scrolling(start, visit):
    page = visit(start().url)
    wait_for_table(page)
    box = page.get_by_text("Sum", exact=True).bounding_box()
    assert box is not None and box["y"] + box["height"] <= 1000
    for nettverk in ("Trondheim/Malvik", "Indre Namdal"):
        assert float(field(page, nettverk).evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 22
    fits = "e => e.scrollWidth <= e.parentElement.clientWidth + 1"
    assert page.get_by_role("table").evaluate(fits)
    page.get_by_text("Alle kolonner").click()
    expect(page.get_by_text("Herav koordinator")).to_be_visible()
    assert page.get_by_role("table").evaluate(fits)


def test_page_has_no_axe_violations(start, visit):
    page = visit(start().url)
    wait_for_table(page)
    enter(page, "Fosen", "12e3")
    enter(page, "Innherred", "75")
    page.get_by_role("button", name="Verdal/Levanger").click()
    expect(page.get_by_text("Mener du 75")).to_be_visible()
    page.wait_for_timeout(500)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []


def test_keyboard_walks_and_restores_as_in_excel(start, visit):
    page = visit(start().url)
    wait_for_table(page)
    field(page, "Gauldalnettverket").click()
    page.keyboard.type("1 000 000")
    page.keyboard.press("ArrowDown")
    expect(field(page, "Fosen")).to_be_focused()
    page.keyboard.type("5")
    page.keyboard.press("Escape")
    expect_amount(page, "Fosen", "721 155")
    page.keyboard.press("Shift+Enter")
    expect(field(page, "Gauldalnettverket")).to_be_focused()
    expect_amount(page, "Gauldalnettverket", "1 000 000")
    page.keyboard.press("Control+z")
    expect_amount(page, "Gauldalnettverket", "960 113")


def test_slip_is_asked_about_before_it_is_saved(start, visit):
    page = visit(start().url)
    wait_for_table(page)
    enter(page, "Fosen", "8 000 000")
    expect(page.get_by_text("Mener du 8\u00a0000\u00a0000\u00a0kr?")).to_be_visible()
    expect_figure(page, "Innstilt", "13 705 615")
    page.get_by_role("button", name="Nei, 800\u00a0000\u00a0kr").click()
    expect_amount(page, "Fosen", "800 000")
    expect_figure(page, "Innstilt", "13 784 460")


def test_paste_from_excel_is_shown_first_and_saved_whole(start, visit):
    page = visit(start().url)
    wait_for_table(page)
    page.evaluate(
        "text => navigator.clipboard.writeText(text)", "Nettverk\tInnstilt\nFosen\t800 000\nInnherred\t810000\n"
    )
    field(page, "Trondheim/Malvik").click()
    page.keyboard.press("Control+v")
    save = page.get_by_role("button", name="Lagre alle (2)")
    expect(save).to_be_visible()
    expect_figure(page, "Innstilt", "13 705 615")
    save.click()
    expect_figure(page, "Innstilt", "13 774 460")
    expect_amount(page, "Innherred", "810 000")


def test_an_amount_written_in_a_name_stays_text(start, visit):
    """Covered for every page element in tests/pages; here what the browser makes of it."""
    server = start()
    page = visit(server.url)
    wait_for_table(page)
    page.on("dialog", lambda dialog: (_ for _ in ()).throw(AssertionError("a script ran")))
    open_panel(page, "Sett av")
    page.get_by_label("Avsatt til", exact=True).fill("<img src=x onerror=alert(1)> **:red[x]** $a$ [l](javascript:1)")
    page.get_by_label("Beløp som settes av").fill("94 385")
    page.get_by_role("button", name="Sett av", exact=True).last.click()
    expect_figure(page, "Gjenstår", "1 500 000")
    text = "Avsatt til <img src=x onerror=alert(1)> **:red[x]** $a$ [l](javascript:1): 94\u00a0385\u00a0kr"
    expect(page.get_by_text(text, exact=True)).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0


def test_double_click_moves_an_amount_once(start, visit):
    page = visit(start().url)
    wait_for_table(page)
    choose(page, "Fra", "TFK + VGO")
    choose(page, "Til", "Ytre Namdal")
    page.get_by_label("Beløp som flyttes").fill("100 000")
    page.get_by_role("button", name="Flytt", exact=True).dblclick()
    expect_amount(page, "TFK + VGO", "3 257 495")
    page.wait_for_timeout(1_500)
    expect_amount(page, "TFK + VGO", "3 257 495")
