"""Excel out and in: the template, the meeting as a workbook, and an upload that is looked over before it is saved."""

from collections.abc import Sequence
from itertools import islice

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState
from dekom.findings import Finding
from dekom.i18n import Message
from dekom.import_plan import ImportPlan
from dekom.import_session import ImportState, answer, save, take_file, take_text, work_out
from dekom.set_up import SetUp
from dekom.set_up_text import changes, counts
from dekom.store import CaseName, Store
from dekom.workbook import write_workbook
from pages._ui.language import NAMES, the_language
from pages._ui.text import say, t, words

SHOWN = 60
FEW = 5
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHAPES = {"feil": "✕", "spørsmål": "?", "merknad": "·"}


def excel_part(store: Store, actor: Actor, chosen: CaseName, set_up: SetUp, page: TableState) -> None:
    """Draw the way out and the way in. What was taken in is said on the page: it may be another meeting's by then."""
    state: ImportState = st.session_state.setdefault(f"import/{chosen.meeting_id}/{chosen.ordning}", ImportState())
    state.ordning = chosen.ordning
    out, take = st.columns([2, 3], gap="large")
    with out:
        _out(set_up, chosen)
    with take:
        _take(state)
    if state.source and state.plan is None:
        with st.spinner(t("Leser …")):
            work_out(state, set_up, store.meeting_ids())
    _preview(store, actor, state, page)


def _out(set_up: SetUp, chosen: CaseName) -> None:
    st.subheader(t("Ut"), anchor=False)
    language = st.segmented_control(
        t("Målform i arbeidsboken"),
        list(NAMES),
        default=the_language(),
        format_func=NAMES.__getitem__,
        required=True,
        key="workbook_language",
    )
    language = language or the_language()
    st.download_button(
        t("Last ned tom mal"),
        data=lambda: write_workbook(language),
        file_name=t("Mal for innstillingsmøte.xlsx"),
        mime=_TYPE,
        icon=":material/download:",
    )
    st.download_button(
        t("Last ned møtet som arbeidsbok"),
        data=lambda: write_workbook(language, set_up),
        file_name=t("{county} {year}.xlsx", county=chosen.county, year=chosen.held_on.year),
        mime=_TYPE,
        icon=":material/download:",
    )
    st.caption(t("Ett ark for hver tabell. Overskriftene er forklart i arket Forklaring og i merknadene i cellene."))


def _take(state: ImportState) -> None:
    st.subheader(t("Inn"), anchor=False)

    key = f"import_file/{st.session_state.get('uploads', 0)}"  # a new, empty one after each import

    def on_file() -> None:
        uploaded = st.session_state.get(key)
        state.drop()
        if uploaded is not None:
            with st.spinner(t("Leser {name} …", name=uploaded.name)):
                take_file(state, uploaded.getvalue(), uploaded.name)

    st.file_uploader(t("Arbeidsbok eller CSV"), type=["xlsx", "xlsm", "xls", "csv", "txt"], key=key, on_change=on_file)
    with st.expander(t("Lim inn en tabell")), st.form("paste_table", border=False):
        st.caption(t("Kopier hele tabellen med overskrifter fra Excel, PowerPoint eller en PDF, og lim den inn her."))
        st.text_area(t("Tabell"), key="pasted_table", height=180, label_visibility="collapsed")

        def on_paste() -> None:
            take_text(state, st.session_state["pasted_table"], t("Limt inn"))

        st.form_submit_button(t("Les tabellen"), on_click=on_paste)

    def on_target() -> None:
        state.into_new, state.plan = st.session_state["import_target"] == "nytt", None

    targets = {"dette": t("Dette møtet"), "nytt": t("Et nytt møte")}
    st.segmented_control(
        t("Hent inn i"),
        list(targets),
        default="nytt" if state.into_new else "dette",
        format_func=targets.__getitem__,
        required=True,
        key="import_target",
        on_change=on_target,
    )


def _preview(store: Store, actor: Actor, state: ImportState, page: TableState) -> None:
    """Draw what would be written, with every finding, before anything is."""
    plan = state.plan
    if plan is None:
        return

    def on_save() -> None:
        saved_to = save(store, actor, state)
        page.notice = state.notice
        if saved_to:
            st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
            st.session_state["chosen_case"] = next(c for c in store.cases() if c.meeting_id == saved_to)

    with st.container(border=True):
        st.text(t("Forhåndsvisning av {source}. Ingenting er lagret ennå.", source=plan.source))
        _questions(state)
        _lines([finding for finding in plan.findings if finding.severity == "feil"])
        _what_comes(plan)
        _remarks([finding for finding in plan.findings if finding.severity == "merknad"])
        with st.container(horizontal=True):
            st.button(t("Hent inn"), type="primary", disabled=not plan.is_ready, on_click=on_save)
            st.button(t("Forkast"), key="drop_import", on_click=state.drop)


def _what_comes(plan: ImportPlan) -> None:
    lines = [words(line) for line in counts(plan.plans)]
    if plan.printed:
        lines.append(t("Tallkontroll: {n} tall slik de står i kilden", n=len(plan.printed)))
    lines += [words(line) for line in islice(changes(plan.set_up, plan.plans), SHOWN)]
    if lines:
        st.text("\n".join(lines))
    elif not plan.findings:
        st.text(t("Det er ikke noe nytt i kilden."))


def _remarks(findings: Sequence[Finding]) -> None:
    if not findings:
        return
    with st.expander(t("Merknader ({n})", n=len(findings)), expanded=len(findings) <= FEW):
        _lines(findings)


def _lines(findings: Sequence[Finding]) -> None:
    if findings:
        st.text("\n".join(map(_line, findings[:SHOWN])))
    if len(findings) > SHOWN:
        st.text(t("… og {n} til", n=len(findings) - SHOWN))


def _questions(state: ImportState) -> None:
    """Draw what must be answered first. What stands in the source is text beside the field, never a label."""
    for question in state.questions:
        key = f"import_answer/{question.id}"

        def on_answer(question_id: str = question.id, key: str = key) -> None:
            answer(state, question_id, st.session_state[key])

        choices = {value: words(word) for value, word in question.choices}
        say(Message("{place}: {question}", {"place": question.place, "question": question.message}))
        st.selectbox(
            t("Svar"),
            list(choices),
            index=list(choices).index(question.answer) if question.answer in choices else None,
            format_func=choices.__getitem__,
            key=key,
            on_change=on_answer,
            placeholder=t("Velg"),
        )


def _line(finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place else ""
    return f"{_SHAPES[finding.severity]} {place}{words(finding.message)}"
