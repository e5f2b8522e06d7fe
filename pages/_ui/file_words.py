"""Our words where Streamlit has its own English ones and no option for them: where files are uploaded or fetched."""

from dekom.document_check import MOST_MEGABYTES
from pages._ui.text import t

_DROP = '[data-testid="stFileUploaderDropzone"]'
_BUTTON = f'{_DROP} [data-testid="stBaseButton-secondary"]'
_HINT = '[data-testid="stFileUploaderDropzoneInstructions"]'
_FAILED = '[data-testid="stFileUploader"]:has([aria-invalid="true"])'
_FETCH = '[data-testid="stDownloadButtonError"]'


def file_css() -> str:
    """Return the CSS that hides Streamlit's words and says ours."""
    hidden = (
        *(f"{_HINT} span", f"{_DROP} > input + div > span"),
        *(f'{_FAILED} [role="alert"]', '[role="tooltip"]:has([data-testid="stTooltipErrorContent"])'),
        f'{_FAILED} [data-testid="stBaseButton-borderlessIcon"]',  # «Add files»: the failed one is taken away first
    )
    said = {
        f'{_BUTTON} [data-testid="stMarkdownContainer"]': t("Last opp"),
        f"{_HINT} > div": t("eller dra filer hit"),
        f"{_DROP} > input + div:has(> span)": t("Slipp filene her"),
        _FAILED: t("Filen ble ikke tatt imot. Den kan være på høyst {most:tall} MB.", most=MOST_MEGABYTES),
        _FETCH: t("Filen kunne ikke hentes. Last siden på nytt."),
    }
    rules = [f'{place}::after {{ content: "{text}"; }}' for place, text in said.items()]
    # «file upload», which only a screen reader meets; the button beside it does the same. Its `display` is its own.
    rules.append(f"{_DROP} > input {{ visibility: hidden; }}")
    # The button keeps its own word, unseen: a name that is only drawn is none to some readers of the screen.
    rules.append(f"{_BUTTON} p {{ font-size: 0; }}")
    rules.append(f"{_FETCH} {{ visibility: hidden; font-size: 0; }}")
    rules.append(f"{_FETCH}::after {{ visibility: visible; font-size: 0.875rem; }}")
    return f"<style>{', '.join(hidden)} {{ display: none; }} {' '.join(rules)}</style>"
