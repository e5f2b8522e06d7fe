"""The statsforvalter's vedtak: what each network is tildelt, why it differs from the innstilling, and vilkår."""

from collections.abc import Sequence
from zlib import crc32

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState, refusal
from dekom.figures import format_kroner
from dekom.i18n import Message
from dekom.model import sum_known
from dekom.outcome import Kind
from dekom.store import CaseName, Store
from dekom.vedtak_actions import Typed, Vedtak, as_innstilt, load_vedtak, save_vedtak, set_to_newest
from dekom.versions import Version, newest_intact
from pages._ui.double_click import is_double_click
from pages._ui.edition import versions_of
from pages._ui.text import say, t, words

_WIDTHS = [20, 12, 13, 12, 22, 21]
_FIELDS = ("amount", "reason", "conditions")


def vedtak(store: Store, actor: Actor, chosen: CaseName, state: TableState) -> None:
    """Draw the table with one row a network, saved in one step; without a fastsatt version, say so."""
    versions = versions_of(store, chosen.meeting_id, chosen.ordning)
    newest = newest_intact(versions)
    if newest is None:
        st.text(t("Vedtaket føres når innstillingen er fastsatt."))
        return
    st.text(t("Bygger på versjon {n} av innstillingen. Det som føres her, blir «I fjor» neste år.", n=newest.number))
    rows = load_vedtak(store, chosen.meeting_id, chosen.ordning, versions)
    _without_reason(store, actor, chosen, rows, versions, state)
    _reservations(newest)
    place = f"vedtak/{chosen.meeting_id}/{chosen.ordning}"
    _all_as_innstilt(store, actor, chosen, rows, versions, state)
    _table(store, actor, chosen, rows, versions, state, place)
    _sums(rows, newest)


def _reservations(newest: Version) -> None:
    """List every forbehold: each must be cleared before the vedtak."""
    rows = newest.record.evaluation.rows
    found = [(r.nettverk.name, o) for r in rows for o in r.outcomes if o.kind is Kind.KRAV and o.acknowledgement]
    if found:
        with st.expander(t("Forbehold som må avklares før vedtaket: {n}", n=len(found))):
            texts = [(name, o, o.acknowledgement.text if o.acknowledgement else "") for name, o in found]
            st.text("\n".join(f"{name} · {words(o.title)}: {words(o.status)} · {text}" for name, o, text in texts))


def _without_reason(
    store: Store,
    actor: Actor,
    chosen: CaseName,
    rows: Sequence[Vedtak],
    versions: Sequence[Version],
    state: TableState,
) -> None:
    """Name who deviates without a reason, as after a new version, and offer to follow the version after a question."""
    lacking = [v for v in rows if v.lacks_reason]
    if not lacking:
        return
    names = [v.name for v in lacking]
    say(Message("Avviker fra innstillingen uten grunn: {names}. Skriv hvorfor.", {"names": names}), "bad")
    moved = [v for v in lacking if v.innstilt_kr is not None]
    if not moved:
        return
    of = {"n": len(moved), "v": versions[-1].number}
    asks = f"asks_to_set_vedtak/{chosen.meeting_id}/{chosen.ordning}/{of['v']}"

    def ask(wanted: bool) -> None:
        st.session_state[asks] = wanted

    def on_set() -> None:
        if is_double_click(asks):
            return
        refused = refusal(lambda: set_to_newest(store, actor, chosen.meeting_id, chosen.ordning, rows, versions))
        state.notice = refused or Message("{n} nettverk er satt til versjon {v}.", of)
        ask(False)

    if not st.session_state.get(asks):
        st.button(t("Sett disse til versjon {v}", **of), on_click=ask, args=(True,))
        return
    with st.container(border=True):
        st.text(t("{n} beløp endres til det som er innstilt i versjon {v}. Avvik med grunn blir stående.", **of))
        with st.container(horizontal=True):
            st.button(t("Ja, endre beløpene"), type="primary", on_click=on_set)
            st.button(t("Nei, vent"), on_click=ask, args=(False,))


def _all_as_innstilt(
    store: Store,
    actor: Actor,
    chosen: CaseName,
    rows: Sequence[Vedtak],
    versions: Sequence[Version],
    state: TableState,
) -> None:
    waiting = sum(v.tildelt_kr is None and v.innstilt_kr is not None for v in rows)

    def on_all() -> None:
        refused = refusal(lambda: as_innstilt(store, actor, chosen.meeting_id, chosen.ordning, rows, versions))
        state.notice = refused or Message("{n} nettverk er tildelt det som er innstilt.", {"n": waiting})

    label = t("Alle som innstilt") if waiting == len(rows) else t("Resten som innstilt")
    st.button(label, disabled=not waiting, on_click=on_all)


def _table(
    store: Store,
    actor: Actor,
    chosen: CaseName,
    rows: Sequence[Vedtak],
    versions: Sequence[Version],
    state: TableState,
    place: str,
) -> None:
    def on_save() -> None:
        typed = {v.nettverk_id: Typed(*(st.session_state[_key(place, v, f)] for f in _FIELDS)) for v in rows}
        if is_double_click(place, str(typed)):
            return
        refused = refusal(lambda: save_vedtak(store, actor, chosen.meeting_id, chosen.ordning, rows, typed, versions))
        state.notice = refused or Message("Vedtaket er lagret.")

    with st.form(place):
        headings = (t("Nettverk"), t("Innstilt"), t("Tildelt"), t("Avvik"), t("Grunn til avvik"), t("Vilkår"))
        for column, heading in zip(st.columns(_WIDTHS), headings, strict=True):
            is_number = heading in headings[1:4]
            column.markdown(f"**{heading}**", text_alignment="right" if is_number else "left")
        for row in rows:
            _row(row, place)
        st.form_submit_button(t("Lagre vedtaket"), type="primary", on_click=on_save)


def _row(row: Vedtak, place: str) -> None:
    name, innstilt, amount, deviation, reason, conditions = st.columns(_WIDTHS, vertical_alignment="center")
    name.text(row.name)
    innstilt.text(_kr(row.innstilt_kr), width="stretch", text_alignment="right")
    shown = "" if row.tildelt_kr is None else format_kroner(row.tildelt_kr)
    _field(amount, t("Tildelt"), shown, _key(place, row, "amount"), 60)
    moved = "–" if row.deviation_kr is None else t("{kr:+tall}", kr=row.deviation_kr)
    deviation.text(moved, width="stretch", text_alignment="right")
    _field(reason, t("Grunn til avvik"), row.reason, _key(place, row, "reason"), 10_000)
    _field(conditions, t("Vilkår"), row.conditions, _key(place, row, "conditions"), 10_000)


def _field(column: st.delta_generator.DeltaGenerator, label: str, value: str, key: str, most: int) -> None:
    column.text_input(label, value=value, key=key, max_chars=most, label_visibility="collapsed")


def _key(place: str, row: Vedtak, field: str) -> str:
    """Return a key that is new when what is saved is new: a field then shows what stands, not what was typed."""
    stands = {"amount": row.tildelt_kr, "reason": row.reason, "conditions": row.conditions}[field]
    return f"{place}/{row.nettverk_id}/{field}/{crc32(str(stands).encode())}"


def _sums(rows: Sequence[Vedtak], newest: Version) -> None:
    given_kr = sum_known(v.tildelt_kr for v in rows)
    entered = sum(v.tildelt_kr is not None for v in rows)
    said = {"given": given_kr, "innstilt": sum_known(v.innstilt_kr for v in rows), "n": len(rows), "entered": entered}
    st.text(t("Innstilt {innstilt:kr}. Tildelt {given:kr}, ført for {entered} av {n} nettverk.", **said))
    ramme_kr = newest.record.case.ramme_kr
    if ramme_kr is not None and given_kr > ramme_kr:
        over = {"over": given_kr - ramme_kr, "n": newest.number}
        say(Message("Tildelt er {over:kr} over rammen i versjon {n}.", over), "bad")


def _kr(kr: int | None) -> str:
    return t("ikke innstilt") if kr is None else format_kroner(kr)
