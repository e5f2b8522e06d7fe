"""Does a phone reach the app: a short-lived address to open on it, and what came of it. It opens nothing else."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

from dekom.clock import local, now
from dekom.i18n import Message
from dekom.readiness_lines import CheckLine, in_order, look_at, missing
from pages._ui.gate import NETWORK, is_loopback
from pages._ui.language import speak
from pages._ui.setup.moments import moment_text
from pages._ui.setup.probes import PROBES, Visit, is_own_address
from pages._ui.style import style
from pages._ui.text import say, t
from pages._ui.wall.codes import qr_png

PROVE = "prove"  # what the address asks with
_NOTED = "reach_noted"


def is_proof() -> bool:
    """Return whether somebody has come to prove that the app is reached."""
    return PROVE in st.query_params


def proof_page() -> None:
    """Say to whoever came that it works, without any key, and note it once."""
    code = str(st.query_params[PROVE])
    language = PROBES.language_of(code)
    if language:
        speak(language)
    visit = _visit()
    st.title(t("Innstillingsmøtet"), anchor=False)
    if language is None:
        say(Message("Appen svarer, men koden er for gammel. Skann den nye koden på «Sjekk før møtet»."), "bad")
    elif not visit.is_other:
        say(Message("Appen kjører på denne maskinen. Skann koden med en telefon i stedet."))
    elif visit.is_phone:
        say(Message("Denne telefonen når appen. Du kan lukke siden."), "good")
    else:
        say(Message("Denne maskinen når appen. Du kan lukke siden."), "good")
    if language is not None and st.session_state.get(_NOTED) != code:
        st.session_state[_NOTED] = code
        PROBES.note(visit)
    style()


def _visit() -> Visit:
    """Return who is here. Behind a proxy on this machine, the proxy says where the device is."""
    address = st.context.ip_address or ""  # empty on this machine itself
    if not address or is_own_address(address):
        passed_on = str(st.context.headers.get("X-Forwarded-For", "")).split(",")[-1].strip()
        address = passed_on if _is_ip(passed_on) else address
    is_other = bool(address) and not is_own_address(address)
    return Visit(now(), address, is_other, "mobi" in str(st.context.headers.get("User-Agent", "")).casefold())


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def room_url() -> str | None:
    """Return the address that others reach the app by, "" where there is none yet; None outside network mode.

    The address that the secretariat itself came by, unless that only means something on its own machine.
    """
    if not NETWORK.url:
        return None
    came_by = urlsplit(st.context.url or "")
    url = NETWORK.url
    if came_by.netloc and not is_loopback(came_by.hostname):
        url = f"{came_by.scheme}://{came_by.netloc}"
    return "" if is_loopback(urlsplit(url).hostname) else url


def reach_lines(url: str | None) -> list[CheckLine]:
    """Return whether a phone has reached the app: only a visit from another machine, today, counts."""
    if url is None:
        text = Message("Telefoner er ikke prøvd: appen svarer bare på denne maskinen.")
        return [look_at("", text, Message("Stopp den, og start den for rommet slik:"))]
    if not url:
        text = Message("Maskinen er ikke på noe nett.")
        return [missing("", text, Message("Koble den til nettet i møterommet, og start appen på nytt."))]
    host = urlsplit(url).hostname or ""
    if _is_ip(host) and not is_own_address(host):
        text = Message("Adressen {url} er ikke lenger denne maskinens.", {"url": url})
        return [missing("", text, Message("Maskinen har byttet nett. Start appen på nytt."))]
    return [_visited()]


def _visited() -> CheckLine:
    visit = PROBES.newest(is_other=True)
    scan = Message("Skann koden med en telefon på nettet i møterommet, og trykk «Se på nytt».")
    if visit is None:
        if PROBES.newest(is_other=False) is not None:
            return look_at("", Message("Bare denne maskinen har åpnet adressen. Ingen telefon er prøvd."), scan)
        return look_at("", Message("Ingen har prøvd ennå."), scan)
    told = {"moment": moment_text(visit.at), "address": visit.address}
    if local(visit.at).date() != local(now()).date():
        return look_at("", Message("Sist en annen enhet nådde appen, var {moment}.", told), scan)
    if visit.is_phone:
        return in_order("", Message("En telefon nådde appen {moment}, fra {address}.", told))
    return in_order("", Message("En annen maskin nådde appen {moment}, fra {address}.", told))


def reach_details(url: str | None, language: str) -> None:
    """Draw what one needs to try: how to start the app for the room, or the address and its QR code."""
    if url is None:
        st.code("python -m pages._ui.network", language=None)
        st.text(t("På Windows:"))
        st.code("py -m pages._ui.network", language=None)
        return
    if not url:
        return
    address = f"{url}/?{PROVE}={PROBES.code_for(language)}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(qr_png(address), width=180, alt=t("QR-kode som prøver om telefonen når appen"))
        with st.container(width="stretch"):
            st.code(address, language=None)
            st.text(t("Adressen viser bare om telefonen kommer fram. Den gir ingen tilgang."))
            st.text(
                t(
                    "Kommer siden ikke fram? Se om brannmuren slipper inn Python, om VPN er på, og om gjestenettet"
                    " hindrer telefoner i å nå andre maskiner. Prøv ellers et annet nett, eller del nett fra en"
                    " telefon."
                )
            )
