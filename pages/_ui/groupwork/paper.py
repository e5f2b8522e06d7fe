"""Paper is the fallback: sheets to print, empty or as they stand."""

import streamlit as st

from dekom.groupwork import GroupWork, Gruppe, Sheet
from dekom.model import Case
from dekom.sheet_print import sheets_pdf
from pages._ui.text import t


def paper(work: GroupWork, case: Case) -> None:
    """Draw the downloads: one file a group, empty or filled in, in the language of the meeting.

    Nothing is made before somebody asks for it.
    """
    st.text(t("Skriv ut arkene til møtet, eller svarene slik de står nå."))
    for sheet in (s for s in work.sheets if s.ordning == case.ordning):
        st.text(sheet.title)
        for gruppe in work.grupper:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(gruppe.name, width=160)
                _button(t("Tomt ark (PDF)"), case, work, sheet, gruppe, filled=False)
                _button(t("Med svar (PDF)"), case, work, sheet, gruppe, filled=True)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(t("Uten gruppe"), width=160)
            _button(t("Tomt ark (PDF)"), case, work, sheet, None, filled=False)


def _button(label: str, case: Case, work: GroupWork, sheet: Sheet, gruppe: Gruppe | None, filled: bool) -> None:
    of = gruppe.id if gruppe else ""
    st.download_button(
        label,
        data=lambda: sheets_pdf(case, work, sheet, gruppe, filled, case.language),
        file_name=f"{'-'.join(filter(None, (sheet.id, of, 'svar' if filled else '')))}.pdf",
        mime="application/pdf",
        on_click="ignore",
        key=f"paper/{sheet.id}/{of}/{filled}",
    )
