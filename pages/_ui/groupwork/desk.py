"""A group's own page, on a phone or a laptop: one network at a time, each answer saved as it is given."""

from dataclasses import replace

import streamlit as st

from dekom.access import Actor
from dekom.criteria import progress
from dekom.groupwork import GroupWork, Gruppe, Sheet
from dekom.model import Case, Nettverk
from dekom.store import CaseName, Store
from dekom.tables import ANSWERS, SET_UP, answers_of
from pages._ui.choice import choice
from pages._ui.groupwork.basis import basis
from pages._ui.groupwork.framlegg import framlegg_of, others_answers
from pages._ui.groupwork.question import question
from pages._ui.pulse import pulse
from pages._ui.text import t


def group_page(store: Store, actor: Actor, chosen: CaseName) -> None:
    """Draw the page of the group that the actor belongs to."""
    revisions = store.revisions(chosen.meeting_id)
    work = store.load_group_work(chosen.meeting_id, actor)
    gruppe = work.gruppe(actor.gruppe_id)
    if gruppe is None:
        st.info(t("Gruppen finnes ikke lenger. Be sekretariatet om en ny lenke."))
        st.stop()
    named = replace(actor, name=actor.name or gruppe.name)
    case = store.load_case(chosen.meeting_id, chosen.ordning)
    st.text(f"{gruppe.name} · {chosen.county} {chosen.held_on.year}")
    parts = ["Svar", "Framlegg"]
    picked = st.segmented_control(
        t("Vis"),
        parts,
        default=parts[0],
        required=True,
        format_func=t,
        key="desk",
        width="stretch",
        label_visibility="collapsed",
    )
    if picked == parts[1]:
        framlegg_of(work, case, gruppe)
        answers = answers_of(gruppe.id)
    else:
        answers = answers_of(gruppe.id, sheets_of(store, named, work, case, gruppe))
        others_answers(work, case, gruppe)
    if any(gruppe_id != gruppe.id for gruppe_id, _sheet in work.revealed):
        answers = ANSWERS  # of all groups: some are shown here
    topics = (answers, SET_UP)
    pulse(store, chosen.meeting_id, sum(revisions[topic] for topic in topics), *topics)


def sheets_of(store: Store, actor: Actor, work: GroupWork, case: Case, gruppe: Gruppe) -> str:
    """Draw the sheets of a group to be filled in, by itself or by the secretariat on paper's behalf.

    Returns the network whose sheet is open, "" for a sheet about the whole.
    """
    sheets = [sheet for sheet in work.sheets if sheet.ordning == case.ordning]
    if not sheets:
        st.info(t("Det er ikke laget noe ark for dette møtet ennå."))
        return ""
    sheet = sheets[0]
    if len(sheets) > 1:
        sheet = _pick_sheet(sheets, gruppe)
    if sheet.per == "gruppe":
        _count(work, sheet, gruppe, "")
        _questions(store, actor, work, case, gruppe, sheet, None)
        return ""
    known = {n.id: n for n in case.nettverk}
    own = [known[i] for i in work.nettverk_of(gruppe) if i in known]
    if not own:
        st.info(t("Gruppen har ingen nettverk ennå. Sekretariatet fordeler dem."))
        return ""
    nettverk = _pick(gruppe, own)
    basis(store, actor, nettverk, case, gruppe)
    _count(work, sheet, gruppe, nettverk.id)
    _questions(store, actor, work, case, gruppe, sheet, nettverk)
    _steps(gruppe, own, nettverk)
    if st.session_state.pop("goes_to_top", False):
        script = """document.querySelector('[data-testid="stMain"]').scrollTo(0, 0)"""
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    _progress(work, sheet, gruppe, own)
    return nettverk.id


def _pick_sheet(sheets: list[Sheet], gruppe: Gruppe) -> Sheet:
    """Let the group pick a sheet; the address remembers which."""
    key, titles = f"sheet/{gruppe.id}", {s.id: s.title for s in sheets}
    asked = st.query_params.get("ark", "")

    def on_pick() -> None:
        st.query_params["ark"] = st.session_state[key]

    start = {} if key in st.session_state else {"index": list(titles).index(asked) if asked in titles else 0}
    label = t("Ark")
    picked = st.selectbox(
        label, list(titles), format_func=titles.__getitem__, key=key, on_change=on_pick, filter_mode=None, **start
    )
    return next(s for s in sheets if s.id == picked)


def _pick(gruppe: Gruppe, own: list[Nettverk]) -> Nettverk:
    """Let the group pick a network; the list says whether it presents it or listens."""
    # The labels never change: what a browser sends is the label it was shown.
    kinds = {True: t("forarbeid"), False: t("lytting")}
    names = {n.id: f"{n.name} – {kinds[n.id in gruppe.forarbeid]}" for n in own}
    key = _key_of(gruppe)
    # The address remembers the choice: it outlives a closed lid, a reload and a server that is started again.
    asked = st.query_params.get(_ADDRESS, "")
    index = list(names).index(asked) if asked in names else 0
    if st.session_state.get(key, own[0].id) not in names:
        del st.session_state[key]

    def on_pick() -> None:
        st.query_params[_ADDRESS] = st.session_state[key]

    label = t("Nettverk")
    picked = choice(label, list(names), names.__getitem__, key, index, on_change=on_pick, filter_mode=None)
    return next(n for n in own if n.id == picked)


_ADDRESS = "nettverk"


def _key_of(gruppe: Gruppe) -> str:
    return f"nettverk/{gruppe.id}"


def _steps(gruppe: Gruppe, own: list[Nettverk], nettverk: Nettverk) -> None:
    index = own.index(nettverk)

    def go(step: int) -> None:
        st.session_state[_key_of(gruppe)] = st.query_params[_ADDRESS] = own[index + step].id
        st.session_state["goes_to_top"] = True

    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(t("Forrige nettverk"), disabled=index == 0, on_click=go, args=(-1,))
        st.button(t("Neste nettverk"), disabled=index == len(own) - 1, on_click=go, args=(1,), type="primary")


def _count(work: GroupWork, sheet: Sheet, gruppe: Gruppe, nettverk_id: str) -> None:
    answered, asked = progress(work, sheet, gruppe.id, nettverk_id)
    st.progress(answered / asked if asked else 0.0, t("{n} av {all} svart", n=answered, all=asked))


def _progress(work: GroupWork, sheet: Sheet, gruppe: Gruppe, own: list[Nettverk]) -> None:
    """Draw how far the group has come with each network."""
    with st.expander(t("Framdrift")):
        for nettverk in own:
            answered, asked = progress(work, sheet, gruppe.id, nettverk.id)
            sign = "✓" if answered == asked else "◐" if answered else "○"
            st.text(t("{sign} {name}: {n} av {all}", sign=sign, name=nettverk.name, n=answered, all=asked))


def _questions(
    store: Store, actor: Actor, work: GroupWork, case: Case, gruppe: Gruppe, sheet: Sheet, nettverk: Nettverk | None
) -> None:
    for number, asked in enumerate(sheet.questions, start=1):
        question(store, actor, work, case, gruppe, sheet, nettverk, asked, number)
