"""Paper is the fallback: sheets to print, empty or as they stand."""

import streamlit as st

from dekom.groupwork import GroupWork
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
                for filled, label in ((False, t("Tomt ark (PDF)")), (True, t("Med svar (PDF)"))):
                    st.download_button(
                        label,
                        data=lambda sheet=sheet, gruppe=gruppe, filled=filled: sheets_pdf(
                            case, work, sheet, gruppe, filled, case.language
                        ),
                        file_name=f"{sheet.id}-{gruppe.id}{'-svar' if filled else ''}.pdf",
                        mime="application/pdf",
                        on_click="ignore",
                        key=f"paper/{sheet.id}/{gruppe.id}/{filled}",
                    )
