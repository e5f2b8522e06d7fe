"""The what-if page as a room sees it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.innstilling_page import enter, expect_amount, expect_figure, field, spaced, wait_for_table


def proposal(page, nettverk):
    return page.get_by_label(f"Forslag, {nettverk}", exact=True)


def open_what_if(page):
    proposal(page, "Fosen").wait_for(timeout=20_000)


def ask(page, text):
    page.get_by_label("var", exact=True).fill(text)
    page.get_by_role("button", name="Vis", exact=True).click()


def slide_to(page, text):
    """Move the pool's slider down step by step, as one who looks at it."""
    slider = page.get_by_role("slider").nth(1)
    expect(slider).to_have_attribute("aria-valuetext", spaced("5 000 000"))
    for _ in range(30):
        if spaced(text).match(slider.get_attribute("aria-valuetext")):
            return
        slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", spaced(text))


def test_pool_of_four_million_is_asked_answered_and_used(start, visit):
    server = start()
    page, other = visit(server.url + "/hva-om"), visit(server.url)
    open_what_if(page)
    wait_for_table(other)
    ask(page, "4 mill")
    expect_figure(page, "Ramme til nettverkene", "16 300 000")
    expect(proposal(page, "Fosen")).to_have_value(spaced("910 000"))
    proposal(page, "Innherred").click()
    page.keyboard.type("800 000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Låst")).to_have_count(1)
    expect_figure(page, "Gjenstår", "417 308")
    expect_figure(other, "Innstilt", "13 705 615")
    page.get_by_role("button", name="Bruk som innstilling").click()
    page.get_by_role("button", name="Bekreft").click()
    expect_figure(other, "Innstilt", "15 882 692")
    expect_amount(other, "Innherred", "800 000")
    assert Axe().run(page).response["violations"] == []


def test_slider_moves_without_writing_and_follows_others(start, visit):
    server = start()
    page, other = visit(server.url + "/hva-om"), visit(server.url)
    open_what_if(page)
    wait_for_table(other)
    slide_to(page, "4 000 000")
    expect_figure(page, "Ramme til nettverkene", "16 300 000")
    enter(other, "Fosen", "800 000")
    expect(page.get_by_text("800\u00a0000").first).to_be_visible()
    expect_figure(page, "Ramme til nettverkene", "16 300 000")
    expect_figure(other, "Innstilt", "13 784 460")
    # Streamlit may lose what it draws last; the page then comes back by itself.
    page.evaluate("dekomPulse.shows.drawing = 0")
    page.wait_for_function("dekomPulse.shows.drawing > 0")


def test_going_between_the_pages_keeps_the_question(start, visit):
    server = start()
    page = visit(server.url)
    wait_for_table(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Hva om", exact=True).click()
    open_what_if(page)
    slide_to(page, "4 000 000")
    expect_figure(page, "Ramme til nettverkene", "16 300 000")
    page.get_by_role("link", name="Innstilling", exact=True).click()
    wait_for_table(page)
    expect(field(page, "Fosen")).to_have_value(spaced("721 155"))
    page.get_by_role("link", name="Hva om", exact=True).click()
    open_what_if(page)
    expect_figure(page, "Ramme til nettverkene", "16 300 000")
    expect(page.get_by_role("slider").nth(1)).to_have_attribute("aria-valuetext", spaced("4 000 000"))
    page.goto(server.url + "/ukjent")  # an unknown address shows the innstilling, and locks nothing
    wait_for_table(page)
    enter(page, "Fosen", "800 000")
    expect_figure(page, "Innstilt", "13 784 460")
