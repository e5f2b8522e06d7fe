"""Scenarios: saved what-ifs side by side, and the way from one to the innstilling."""

import pandas as pd
import streamlit as st

from dekom.access import Actor
from dekom.edits import refusal
from dekom.figures import format_kroner, signed
from dekom.i18n import Message
from dekom.model import Case, Scenario, sum_known, unique_names
from dekom.outcome import Outcome
from dekom.parameters import load_parameters
from dekom.scenarios import (
    broken_checks,
    change_lines,
    changed_figures,
    copy_scenario,
    delete_scenario,
    figures_of,
    rename_scenario,
    save_scenario,
    use_change,
)
from dekom.store import Store
from dekom.whatif import Answer, WhatIf, asked_case, fitted
from pages._ui.choice import choice
from pages._ui.text import say, t, words
from pages._ui.whatif.asking import Asking

NOW = "now"


def use_and_save(store: Store, actor: Actor, case: Case, asking: Asking, answer: Answer) -> None:
    """Draw «Bruk som innstilling» and «Lagre scenario» for the question as it is asked now."""
    amounts = answer.proposal.amounts if answer.proposal else {}

    def prepare() -> None:
        asking.pending = use_change(case, asking.what_if.total_kr, asking.what_if.lines, amounts, Message("Hva om"))
        asking.pending_at = NOW

    def save() -> None:
        name, note = st.session_state["scenario_name"], st.session_state["scenario_note"]
        asking.table.notice = refusal(
            lambda: save_scenario(store, actor, case, asking.what_if, amounts, name, note)
        ) or Message("Lagret «{name}».", {"name": name.strip()})

    ready = answer.proposal is not None and bool(amounts)
    st.button(t("Bruk som innstilling"), on_click=prepare, disabled=not ready, type="primary")
    if asking.pending_at == NOW:
        use_preview(store, actor, case, asking)
    with st.form("save_scenario", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("Lagre som scenario"), key="scenario_name", max_chars=200, placeholder=t("Navn"))
        st.text_input(t("Merknad"), key="scenario_note", max_chars=2_000)
        st.form_submit_button(t("Lagre scenario"), on_click=save, disabled=not ready)


def use_preview(store: Store, actor: Actor, case: Case, asking: Asking) -> None:
    """Show what «Bruk» would change, before anything is written."""
    change = asking.pending
    if change is None:
        return

    def use() -> None:
        asking.table.notice = refusal(lambda: store.apply(change, actor)) or Message(
            "Innstillingen er endret. Angre tar hele endringen tilbake."
        )
        asking.pending = None
        asking.pending_at = ""

    def drop() -> None:
        asking.pending = None

    with st.container(border=True):
        lines = [words(m) for m in change_lines(case, change)]
        what = Message("Dette endres. Ingenting er lagret ennå.") if lines else Message("Ingenting endres.")
        say(Message("{change}. {what}", {"change": change.what, "what": what}))
        st.text("\n".join(lines))
        with st.container(horizontal=True):
            st.button(t("Bekreft"), on_click=use, type="primary", disabled=not lines, icon=":material/check:")
            st.button(t("Avbryt"), on_click=drop)


def scenarios(store: Store, actor: Actor, case: Case, asking: Asking) -> None:
    """Draw the saved what-ifs side by side with what they break, and what can be done to each."""
    saved = store.load_scenarios(case.meeting_id, case.ordning)
    if not saved:
        st.text(t("Ingen scenarioer er lagret ennå."))
        return
    params = load_parameters(case.ordning, case.held_on)
    now = Scenario(
        NOW,
        t("Innstilling nå"),
        "",
        0,
        case.total_kr,
        {line.id: line.amount_kr for line in case.lines},
        {n.id: n.innstilt_kr for n in case.nettverk},
        figures_of(case),
    )
    columns = (now, *saved)
    names = {s.id: s.name for s in columns}
    base_id = choice(t("Vis forskjell fra"), list(names), names.__getitem__, "base")
    base = next(s for s in columns if s.id == base_id)
    broken = {s.id: broken_checks(case, s, params) for s in columns}
    st.dataframe(_table(case, columns, base, broken), height="content", alt=t("Scenarioer side om side"))
    for scenario in saved:
        _scenario(store, actor, case, asking, scenario, broken[scenario.id])


def _table(
    case: Case, columns: tuple[Scenario, ...], base: Scenario, broken: dict[str, tuple[Outcome, ...]]
) -> pd.DataFrame:
    def cells(of: Scenario) -> list[str]:
        frame = asked_case(case, fitted(WhatIf(of.total_kr, of.lines, ""), case))
        base_frame = asked_case(case, fitted(WhatIf(base.total_kr, base.lines, ""), case))
        given_kr, base_kr = (sum_known(x.amounts.get(n.id) for n in case.nettverk) for x in (of, base))
        ramme_kr = frame.ramme_kr
        left_kr = None if ramme_kr is None else ramme_kr - case.set_aside_kr - given_kr
        return [
            _beside(of.total_kr, base.total_kr),
            *(_beside(of.lines.get(line.id), base.lines.get(line.id)) for line in case.lines),
            _beside(ramme_kr, base_frame.ramme_kr),
            *(_beside(of.amounts.get(n.id), base.amounts.get(n.id)) for n in case.nettverk),
            _beside(given_kr, base_kr),
            _beside(left_kr, left_kr),
            str(len(broken[of.id])),
        ]

    index = [
        t("Totalt"),
        *(case.line_name(line) for line in case.lines),
        t("Ramme til nettverkene"),
        *(n.name for n in case.nettverk),
        t("Sum"),
        t("Gjenstår"),
        t("Kontroller som brytes"),
    ]
    return pd.DataFrame(
        dict(zip(unique_names([s.name for s in columns]), map(cells, columns), strict=True)), index=unique_names(index)
    )


def _beside(kr: int | None, base_kr: int | None) -> str:
    if kr is None:
        return "–"
    if base_kr is None or kr == base_kr:
        return format_kroner(kr)
    return f"{format_kroner(kr)} ({signed(format_kroner(kr - base_kr))})"


def _scenario(
    store: Store, actor: Actor, case: Case, asking: Asking, scenario: Scenario, broken: tuple[Outcome, ...]
) -> None:
    names = {n.id: n.name for n in case.nettverk} | {"": t("Hele innstillingen")}

    def prepare() -> None:
        asking.pending = use_change(case, scenario.total_kr, scenario.lines, scenario.amounts, scenario.name)
        asking.pending_at = scenario.id

    def ask_again() -> None:
        asking.ask(total_kr=scenario.total_kr, lines=dict(scenario.lines), locks=_known(scenario))
        asking.version += 1

    def rename() -> None:
        name, note = st.session_state[f"rename/{scenario.id}"], st.session_state[f"renote/{scenario.id}"]
        asking.table.notice = refusal(lambda: rename_scenario(store, actor, case, scenario.id, name, note))

    def copy() -> None:
        asking.table.notice = refusal(lambda: copy_scenario(store, actor, case, scenario.id))

    def delete() -> None:
        asking.table.notice = refusal(lambda: delete_scenario(store, actor, case, scenario.id)) or Message(
            "«{name}» er slettet. Angre henter det tilbake.", {"name": scenario.name}
        )

    with st.container(border=True):
        st.text(f"{scenario.name}{': ' + scenario.note if scenario.note else ''}")
        changed = changed_figures(case, scenario)
        if changed:
            say(Message("Tall er endret siden scenarioet ble laget: {what}.", {"what": changed}))
        for outcome in broken:
            st.text(f"✕ {names[outcome.nettverk_id]}: {words(outcome.title)}, {words(outcome.status)}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.button(t("Bruk som innstilling"), key=f"use/{scenario.id}", on_click=prepare)
            st.button(t("Prøv videre"), key=f"ask/{scenario.id}", on_click=ask_again)
            st.button(t("Kopier"), key=f"copy/{scenario.id}", on_click=copy)
            st.button(t("Slett"), key=f"delete/{scenario.id}", on_click=delete)
        if asking.pending_at == scenario.id:
            use_preview(store, actor, case, asking)
        with st.expander(t("Endre navn og merknad")), st.form(f"rename_form/{scenario.id}", border=False):
            st.text_input(t("Navn"), value=scenario.name, key=f"rename/{scenario.id}", max_chars=200)
            st.text_input(t("Merknad"), value=scenario.note, key=f"renote/{scenario.id}", max_chars=2_000)
            st.form_submit_button(t("Lagre navn"), on_click=rename)


def _known(scenario: Scenario) -> dict[str, int]:
    return {nettverk_id: kr for nettverk_id, kr in scenario.amounts.items() if kr is not None}
