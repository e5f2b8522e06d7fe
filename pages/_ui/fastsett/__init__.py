"""From agreement to a fastsatt innstilling: answer what is open, say what stops it, confirm, and see the versions."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState, refusal
from dekom.evaluate import frame_identity
from dekom.i18n import Message
from dekom.outcome import Kind
from dekom.proceedings import AgendaItem
from dekom.record import Record
from dekom.resolution_text import deviation_lines
from dekom.store import CaseName, Store
from dekom.versions import Version, edition_of, freeze, is_unchanged, obstacles
from pages._ui.backups import backups_of
from pages._ui.double_click import is_double_click
from pages._ui.edition import edition_line, versions_of
from pages._ui.fastsett.comparison import comparison
from pages._ui.fastsett.points import points
from pages._ui.fastsett.version_list import version_list
from pages._ui.text import say, t, words


def fastsett(store: Store, actor: Actor, chosen: CaseName, record: Record, state: TableState) -> None:
    """Draw it all for the open ordning; what was done is said in `state.notice`, which the page shows."""
    versions = versions_of(store, chosen.meeting_id, chosen.ordning)
    edition_line(edition_of(record.case, versions), len(versions))
    points(store, actor, record, state)
    _freeze(store, actor, record, versions, state)
    if versions:
        version_list(versions)
        comparison(record, versions)


def _freeze(store: Store, actor: Actor, record: Record, versions: tuple[Version, ...], state: TableState) -> None:
    asks = f"asks_to_fastsette/{record.case.meeting_id}/{record.case.ordning}"

    def ask(wanted: bool) -> None:
        st.session_state[asks] = wanted

    def on_freeze() -> None:
        if is_double_click(asks, str(len(versions))):
            return
        numbers: list[int] = []
        refused = refusal(lambda: numbers.append(freeze(store, actor, record)))
        state.notice = refused or Message("Innstillingen er fastsatt som versjon {n}.", {"n": numbers[0]})
        ask(False)
        if not refused and (backups := backups_of(store)):
            failed = backups.copy(at_version=True)
            if failed:
                text = "{done} Kopien av databasen ble ikke skrevet: {why}"
                state.notice = Message(text, {"done": state.notice, "why": failed})

    stops = obstacles(record)
    for stop in stops:
        say(stop)
    unchanged = is_unchanged(record, versions)
    if unchanged:
        st.text(t("Ingenting er endret siden versjon {n}. Endre innstillingen for å lage en ny.", n=len(versions)))
    if not st.session_state.get(asks) or stops or unchanged:
        blocked = bool(stops) or unchanged
        st.button(t("Fastsett innstilling"), type="primary", disabled=blocked, on_click=ask, args=(True,))
        return
    with st.container(border=True):
        st.text("\n".join(_frozen(record, len(versions) + 1)))
        with st.container(horizontal=True):
            st.button(t("Ja, fastsett"), type="primary", on_click=on_freeze)
            st.button(t("Nei, vent"), on_click=ask, args=(False,))


def _frozen(record: Record, number: int) -> list[str]:
    """Return what will be frozen, a line each."""
    case, evaluation = record.case, record.evaluation
    outcomes = [o for row in evaluation.rows for o in row.outcomes] + list(evaluation.outcomes)
    answered = [o for o in outcomes if o.acknowledgement]
    krav = sum(o.kind is Kind.KRAV for o in answered)
    lines = [
        t("Versjon {n}: {kr:kr} til {all} nettverk.", n=number, kr=evaluation.innstilt_kr, all=len(case.nettverk)),
        words(frame_identity(case)),
        t("Gjenstår: {kr:kr}.", kr=evaluation.remaining_kr),
        t("Forbehold til {krav} krav, begrunnelse til {rest} andre punkter.", krav=krav, rest=len(answered) - krav),
    ]
    if case.status == "foreløpig":
        lines.append(t("Rammen er foreløpig. Det står på alle papirer."))
    lines += [words(line) for line in deviation_lines(record.proceedings, case)]
    lines += [words(line) for line in _not_agreed(record)]
    lines += [
        t("Regelverket som gjelder, kriterieark, vedtak og voteringer følger med."),
        t("En fastsatt versjon kan ikke endres, angres eller slettes. Dere kan arbeide videre og fastsette en ny."),
    ]
    return lines


def _not_agreed(record: Record) -> list[Message]:
    """Return a sentence for each item of this ordning that the forum did not agree on."""
    decisions = [d for d in record.proceedings.decisions if d.ordning == record.case.ordning]
    items = [record.proceedings.item(d.item_id) for d in decisions if d.way == "ingen enighet"]
    return [Message("{item}: forumet ble ikke enig.", {"item": _heading(item)}) for item in items if item]


def _heading(item: AgendaItem) -> Message:
    if item.sak:
        return Message("Sak {sak}", {"sak": item.sak.partition("/")[0].strip()})
    return Message("«{title}»", {"title": item.title})
