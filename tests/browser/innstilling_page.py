"""The innstilling page as a person uses it."""

import re

from playwright.sync_api import Locator, Page, expect

NBSP = "\u00a0"


def field(page: Page, nettverk: str) -> Locator:
    return page.get_by_label(f"Innstilt beløp, {nettverk}", exact=True)


def wait_for_table(page: Page) -> None:
    field(page, "Fosen").wait_for(timeout=20_000)


def figure(page: Page, label: str) -> str:
    """Return a metric's figure with plain spaces."""
    metric = page.get_by_test_id("stMetric").filter(has_text=label)
    return metric.get_by_test_id("stMetricValue").inner_text().replace(NBSP, " ").strip()


def expect_figure(page: Page, label: str, text: str) -> None:
    metric = page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")
    expect(metric).to_have_text(spaced(text))


def expect_amount(page: Page, nettverk: str, text: str) -> None:
    expect(field(page, nettverk)).to_have_value(spaced(text))


def spaced(text: str) -> re.Pattern[str]:
    """Match the text with any kind of space in it."""
    return re.compile("^\\s*" + re.escape(text).replace(r"\ ", r"\s") + "\\s*$")


def enter(page: Page, nettverk: str, text: str) -> None:
    field(page, nettverk).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def open_panel(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name, exact=True)).first.click()


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a selectbox with the keyboard, as a person does."""
    box = page.get_by_label(label, exact=True)
    box.click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option).first.click()
