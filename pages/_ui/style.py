"""The only injected CSS: what no option of Streamlit's can do."""

import streamlit as st

from pages._ui.file_words import file_css

_CSS = """<style>
[data-testid="InputInstructions"], [data-testid="stElementToolbar"] { display: none; }
/* We draw no dialogs: Streamlit's own are in English. A lost connection the pulse says in Norwegian; an unknown
   address shows the innstilling, and the pulse unlocks it. */
[data-testid="stDialog"], .stDialog { display: none; }
/* Answers on a phone: large enough for a thumb, and the chosen one told apart by more than a tint. */
[class*="st-key-answer"] [data-testid="stButtonGroup"] button { min-height: 2.9rem; }
[class*="st-key-answer"] button[data-selected="true"] {
  background: #0b4f8a; color: #fff; font-weight: 700;
}
[class*="st-key-answer"] button[data-selected="true"] p::before {
  content: "✓ "; content: "✓ " / "";  /* a sign to look at, not part of the name */
}
/* Amounts that are typed stand under each other as those beside them. */
[class*="st-key-vedtak"][class*="-amount-"] input { text-align: right; }
</style>"""
# Every size of Streamlit's hangs on the size of the root: 28 px on a screen 1920 px wide, read from eight metres.
_WALL_CSS = """<style>
html { font-size: max(16px, 1.46vw); }
[data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stStatusWidget"], [data-testid="stSkipToContent"] {
  display: none;
}
[data-testid="stMainBlockContainer"] { padding: 0.5rem 1.5rem; }
[data-testid="stCaptionContainer"], [data-testid="stMetricLabel"] p { font-size: 1rem; }
.st-key-wall_resolution [data-testid="stText"] { font-size: 1.6rem; line-height: 1.5; }
</style>"""


def style() -> None:
    """Hide «Press Enter to submit form» and the English toolbars over tables and charts; put our words to files."""
    st.html(_CSS + file_css())


def wall_style() -> None:
    """Make everything large enough for a room, and leave out what can be pressed."""
    st.html(_WALL_CSS)
