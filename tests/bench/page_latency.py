"""From a key to new figures on screen, beside bare Streamlit pages in their default settings, in the same run.

Enter in the amount table against a page with one text field; a step of the pool control against one slider.
Run: python -m tests.bench.page_latency
"""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Server
from tests.browser.innstilling_page import field, wait_for_table

ROUNDS = 30
WARM_UP = 5
BARE_TEXT = """import streamlit as st
text = st.text_input("Tall")
st.metric("Sum", text)
"""
BARE_SLIDER = """import streamlit as st
number = st.slider("Tall", 0, 100, 50)
st.metric("Sum", number)
"""
# Time from a key to the first moment the figure on screen is another.
WATCH = """([metric, keys]) => {
  const figure = () => document.querySelectorAll('[data-testid="stMetricValue"]')[metric]?.textContent;
  window.times = [];
  let pressed = 0, before = "";
  document.addEventListener("keydown", (event) => {
    if (keys.includes(event.key)) { pressed = performance.now(); before = figure(); }
  }, true);
  new MutationObserver(() => {
    if (pressed && figure() !== before) { window.times.push(performance.now() - pressed); pressed = 0; }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def measure(page: Page, metric: int, act: Callable[[int], None]) -> float:
    """Return the median of `ROUNDS` times in ms."""
    page.evaluate(WATCH, [metric, ["Enter", "ArrowLeft", "ArrowRight"]])
    for number in range(ROUNDS + WARM_UP):
        act(number)
        page.wait_for_function("n => window.times.length > n", arg=number)
        page.wait_for_timeout(150)
    return statistics.median(page.evaluate("window.times")[WARM_UP:])


def bare_text_ms(page: Page) -> float:
    box = page.get_by_label("Tall")
    box.wait_for()

    def act(number: int) -> None:
        box.fill(str(number))
        page.keyboard.press("Enter")

    return measure(page, 0, act)


def amount_ms(page: Page) -> float:
    wait_for_table(page)

    def act(number: int) -> None:
        field(page, "Fosen").click()
        page.keyboard.type(str(700_000 + 1_000 * (number % 20) + number))
        page.keyboard.press("Enter")

    return measure(page, 1, act)


def slider_ms(page: Page, index: int) -> float:
    slider = page.get_by_role("slider").nth(index)
    slider.wait_for()
    slider.focus()
    return measure(page, 0, lambda number: page.keyboard.press("ArrowLeft" if number < 20 else "ArrowRight"))


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    servers = [Server(folder / "ours.duckdb").wait()]
    for name, script in (("text", BARE_TEXT), ("slider", BARE_SLIDER)):
        (folder / f"{name}.py").write_text(script, encoding="utf-8")
        servers.append(Server(folder / f"{name}.duckdb", script=folder / f"{name}.py").wait())
    ours, text, slider = servers
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def timed(url: str, of: Callable[[Page], float]) -> float:
            page = browser.new_page(viewport={"width": 1600, "height": 1000}, locale="nb-NO")
            page.goto(url)
            found = of(page)
            page.close()
            return found

        pairs = (
            ("Enter → new totals", amount_ms, ours.url, bare_text_ms, text.url),
            (
                "pool control → new figures",
                lambda page: slider_ms(page, 1),
                f"{ours.url}/hva-om",
                lambda page: slider_ms(page, 0),
                slider.url,
            ),
        )
        for name, our_way, our_url, bare_way, bare_url in pairs:
            bare_before, our_ms, bare_after = (
                timed(bare_url, bare_way),
                timed(our_url, our_way),
                timed(bare_url, bare_way),
            )
            bare_ms = (bare_before + bare_after) / 2
            print(
                f"{name}, median of {ROUNDS}: ours {our_ms:.0f} ms, bare page {bare_ms:.0f} ms, {our_ms / bare_ms:.2f}"
            )
        browser.close()
    for server in servers:
        server.stop()


if __name__ == "__main__":
    main()
