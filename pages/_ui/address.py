"""The address that phones and other laptops reach the app by."""

from urllib.parse import urlsplit

import streamlit as st

from pages._ui.gate import NETWORK, has_login, is_loopback, keys_needed


def base_url() -> str | None:
    """Return the address without a page, None where people log in, or the app takes in this machine only.

    The address that the secretariat itself came by, unless that only means something on its own machine.
    """
    if has_login() or not keys_needed():
        return None
    parts = urlsplit(st.context.url or "")
    if not parts.netloc or is_loopback(parts.hostname):
        return NETWORK.url or None
    return f"{parts.scheme}://{parts.netloc}"
