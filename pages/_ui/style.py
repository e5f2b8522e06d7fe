"""The only injected CSS: it hides English texts of Streamlit's own that no option can turn off or translate."""

import streamlit as st

_CSS = """<style>
[data-testid="InputInstructions"], [data-testid="stElementToolbar"] { display: none; }
</style>"""


def style() -> None:
    """Hide «Press Enter to submit form» and the English toolbars over tables and charts."""
    st.html(_CSS)
