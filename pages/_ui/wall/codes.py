"""How the groups come in: a code to type and a QR code each, good for half an hour."""

import io

import segno
import streamlit as st

from dekom.access import Actor, Holder
from dekom.join_codes import spaced
from dekom.store import CaseName, Store
from dekom.wall import Wall
from pages._ui.address import base_url
from pages._ui.text import t

ROOM_PX = 560


def codes(store: Store, actor: Actor, chosen: CaseName, wall: Wall) -> None:
    """Draw the codes of the groups in the room of this storskjerm. Only the secretariat's own window shows them."""
    if actor.role != "sekretariat":
        st.text(t("Kodene til gruppene vises på storskjermen i rommet."))
        return
    url = base_url()
    if url is None:
        st.text(t("Gruppene kan ikke komme inn ennå: programmet tar bare imot denne maskinen."))
        return
    st.text(t("Skann koden, eller gå til {url} og skriv den.", url=url))
    grupper = store.load_group_work(chosen.meeting_id, actor).grupper
    here = [g for g in grupper if g.room_id == wall.room_id] or list(grupper)
    if not here:
        return
    for column, gruppe in zip(st.columns(len(here)), here, strict=True):
        with column:
            st.text(gruppe.name)
            join_code(store, Holder("gruppe", chosen.meeting_id, gruppe.id), url, ROOM_PX)


def join_code(store: Store, holder: Holder, url: str, width: int = 320) -> None:
    """Draw a holder's code, as letters and as a picture that a phone reads."""
    code = store.codes.code_for(holder)
    if not code:
        st.text(t("Stengt. Spør sekretariatet."))
        return
    st.image(qr_png(f"{url}/inn?kode={code}"), width=width, alt=t("QR-kode"))
    st.title(spaced(code), anchor=False)


def qr_png(text: str) -> bytes:
    """Return a picture of a text that a phone's camera reads."""
    picture = io.BytesIO()
    segno.make(text, error="m").save(picture, kind="png", scale=10, border=2)
    return picture.getvalue()
