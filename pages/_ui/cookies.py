"""What a browser keeps between visits; Streamlit itself can only read cookies."""

import re

import streamlit as st

_PLAIN = re.compile(r"[A-Za-z0-9_/-]{1,200}")


def keep(name: str, value: str) -> None:
    """Leave a value with the browser for a year; what is no plain id is not kept.

    The cookies that Streamlit shows are those of the moment the tab was opened: what differed once is told for good.
    """
    differed = f"cookie/{name}"
    if st.context.cookies.get(name, "") != value:
        st.session_state[differed] = True
    if st.session_state.get(differed) and _PLAIN.fullmatch(value):
        cookie = f"{name}={value}; path=/; max-age=31536000; SameSite=Strict"
        st.html(f"<script>document.cookie = '{cookie}';</script>", unsafe_allow_javascript=True)
