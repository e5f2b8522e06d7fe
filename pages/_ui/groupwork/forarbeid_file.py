"""A group's sheets as a workbook: out to be filled in, in again after a look at what it would give, and back."""

from dataclasses import dataclass

import streamlit as st

from dekom.access import Actor
from dekom.edits import refusal
from dekom.findings import Finding
from dekom.forarbeid import write_forarbeid
from dekom.forarbeid_actions import last_forarbeid, save_forarbeid, take_back_forarbeid
from dekom.forarbeid_read import ForarbeidPlan, plan_forarbeid
from dekom.grid import Grid
from dekom.groupwork import GroupWork, Gruppe
from dekom.i18n import Message
from dekom.model import Case
from dekom.store import Store
from dekom.workbook_read import read_file
from pages._ui.groupwork.state import group_state
from pages._ui.text import t, words

SHOWN = 30
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHAPES = {"feil": "✕", "spørsmål": "?", "merknad": "·"}  # in the order they are shown


@dataclass
class _State:
    """What waits for a yes in one browser tab. A new `version` is an empty field to upload in."""

    source: str = ""
    grids: tuple[Grid, ...] = ()
    said: tuple[Finding, ...] = ()
    answered: tuple[Finding, ...] = ()
    replaces: bool = False
    version: int = 0

    def drop(self) -> None:
        self.source, self.grids, self.said, self.answered, self.replaces = "", (), (), (), False
        self.version += 1


def forarbeid_part(store: Store, actor: Actor, work: GroupWork, case: Case, gruppe: Gruppe) -> None:
    """Draw the workbook of a group: the way out, the way in, and the way back."""
    key = f"forarbeid/{case.meeting_id}/{case.ordning}"
    state: _State = st.session_state.setdefault(key, _State())
    with st.expander(t("Svar i en Excel-fil"), expanded=bool(state.source or state.version)):
        st.caption(t("Gruppen fyller ut arbeidsboken hjemme eller uten nett. Svarene hentes inn her."))
        st.download_button(
            t("Last ned arbeidsboken til gruppen"),
            data=lambda: write_forarbeid(work, case, gruppe.id, case.language),
            file_name=f"forarbeid-{gruppe.id}.xlsx",
            mime=_TYPE,
            on_click="ignore",
            icon=":material/download:",
        )
        _take(state, key)
        if state.source:
            plan = plan_forarbeid(
                work, case, state.grids, state.source, gruppe.id, state.replaces, state.said, state.answered
            )
            _preview(store, actor, work, case, state, plan)
        _way_back(store, actor, work, case)


def _take(state: _State, key: str) -> None:
    field = f"{key}/{state.version}"

    def on_file() -> None:
        uploaded = st.session_state.get(field)
        if uploaded is None:
            state.drop()
            return
        with st.spinner(t("Leser {name} …", name=uploaded.name)):
            read = read_file(uploaded.getvalue(), uploaded.name)
        state.source, state.grids, state.said = uploaded.name, read.grids, read.findings
        state.answered, state.replaces = (), False

    st.file_uploader(t("Utfylt arbeidsbok"), type=["xlsx", "xlsm", "xls", "csv"], key=field, on_change=on_file)


def _preview(store: Store, actor: Actor, work: GroupWork, case: Case, state: _State, plan: ForarbeidPlan) -> None:
    """Draw every finding and every answer that the workbook would give."""

    def on_save() -> None:
        if not state.source:
            return  # a second click of the same
        refused = refusal(lambda: save_forarbeid(store, actor, work, plan))
        said = {"n": len(plan.edits), "gruppe": plan.gruppe.name if plan.gruppe else ""}
        group_state(case).notice = refused or Message("{n} svar for {gruppe} er hentet inn.", said)
        if not refused:
            state.drop()

    with st.container(border=True):
        st.text(t("Forhåndsvisning av {source}. Ingenting er lagret ennå.", source=plan.source))
        findings = [f for severity in _SHAPES for f in plan.findings if f.severity == severity]
        if findings:
            _lines([_line(finding) for finding in findings])
        _ask(state, plan)
        if plan.gruppe and plan.edits:
            st.text(t("{gruppe}: {n} svar hentes inn.", gruppe=plan.gruppe.name, n=len(plan.edits)))
            _lines([words(line) for line in plan.lines])
        elif not findings:
            st.text(t("Det er ikke noe nytt i arbeidsboken."))
        with st.container(horizontal=True):
            st.button(t("Hent inn"), type="primary", disabled=not plan.is_ready, on_click=on_save)
            st.button(t("Forkast"), key="drop_forarbeid", on_click=state.drop)


def _ask(state: _State, plan: ForarbeidPlan) -> None:
    """Draw what the user must say first: yes to the questions, and which answer counts where there are two."""

    def on_yes() -> None:
        state.answered = (*state.answered, *plan.questions)

    def on_pick() -> None:
        state.replaces = st.session_state[key] == "arbeidsboken"

    if plan.questions:
        st.button(t("Ja, det stemmer"), on_click=on_yes)
    if not plan.kept and not plan.replaced:
        return
    key = f"forarbeid_counts/{state.version}"
    choices = {"det som står": t("Behold det som står"), "arbeidsboken": t("Bruk arbeidsboken")}
    st.segmented_control(
        t("Der gruppen har svart noe annet fra før"),
        list(choices),
        default="arbeidsboken" if state.replaces else "det som står",
        format_func=choices.__getitem__,
        required=True,
        key=key,
        on_change=on_pick,
    )


def _way_back(store: Store, actor: Actor, work: GroupWork, case: Case) -> None:
    """Draw the way back from what was taken in last, also from another browser."""
    taken_in = last_forarbeid(store, work)
    if taken_in is None:
        return

    def on_take_back() -> None:
        counts: list[tuple[int, int]] = []
        refused = refusal(lambda: counts.append(take_back_forarbeid(store, actor, work)))
        back, left = counts[0] if counts else (0, 0)
        text = "{back} svar er tatt tilbake."
        if left:
            text = "{back} svar er tatt tilbake. {left} er endret siden og står som de er."
        group_state(case).notice = refused or Message(text, {"back": back, "left": left})

    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(words(taken_in.what), width="stretch")
        st.button(t("Ta tilbake"), key="take_back_forarbeid", on_click=on_take_back)


def _lines(lines: list[str]) -> None:
    st.text("\n".join(lines[:SHOWN]))
    if len(lines) > SHOWN:
        st.text(t("… og {n} til", n=len(lines) - SHOWN))


def _line(finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place else ""
    return f"{_SHAPES[finding.severity]} {place}{words(finding.message)}"
