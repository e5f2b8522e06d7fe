"""Beside the table: the chosen network's checks, basis, begrunnelse and the story of its amount."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState
from dekom.evaluate import Evaluation, Row
from dekom.i18n import Message
from dekom.model import Case, Nettverk
from dekom.ordning_words import words_of
from dekom.outcome import Kind, Outcome
from dekom.parameters import load_parameters
from dekom.rules import owners_contribution_kr
from dekom.store import Store
from pages._ui.attachments import attachments
from pages._ui.badges import answer_word, shape_of
from pages._ui.reasons import reasons
from pages._ui.story import story
from pages._ui.text import say, t, words


def detail(store: Store, actor: Actor, evaluation: Evaluation, state: TableState) -> None:
    """Draw the network that is chosen in the table, or the checks on the whole."""
    row = next((r for r in evaluation.rows if r.nettverk.id == state.selected), None)
    if row is None:
        st.markdown(t("**Hele innstillingen**"))
        # Tallkontroll has a panel of its own: what slides print is not what the room should read first.
        outcomes(tuple(o for o in evaluation.outcomes if o.rule_id != "tallkontroll"))
        st.caption(t("Velg et nettverk i tabellen for å se grunnlag, kontroller, begrunnelse og historie."))
        return
    st.text(row.nettverk.name)
    st.text(owners_line(row, evaluation.case))
    sections = ["Kontroller", "Grunnlag", "Begrunnelse", "Historie"]
    section = st.segmented_control(
        t("Vis"),
        sections,
        default=sections[0],
        required=True,
        format_func=t,
        key="detail_section",
        label_visibility="collapsed",
        wrap=True,
    )
    if section == sections[1]:
        basis(row.nettverk, evaluation.case)
        attachments(store, actor, evaluation.case, row.nettverk.id)
    elif section == sections[2]:
        reasons(store, actor, evaluation.case, row.nettverk, state)
    elif section == sections[3]:
        story(store, evaluation.case, row.nettverk)
    else:
        outcomes(row.outcomes)


def owners_line(row: Row, case: Case) -> str:
    """Return the line the owners can use: what is recommended, and the least they must contribute."""
    amount_kr = row.nettverk.innstilt_kr
    if amount_kr is None:
        return t("Ikke innstilt ennå.")
    least = load_parameters(case.ordning, case.held_on).share("egenfinansiering_minst")
    if least is None:
        return t("Innstilt {amount:kr}.", amount=amount_kr)
    own_kr = owners_contribution_kr(amount_kr, least)
    return t("Innstilt {amount:kr}. Eierne må bidra med minst {own:kr}.", amount=amount_kr, own=own_kr)


def outcomes(found: tuple[Outcome, ...]) -> None:
    """Draw outcomes kind by kind, so that a krav is never taken for the forum's own limit."""
    for kind in Kind:
        of_kind = [o for o in found if o.kind is kind]
        if of_kind:
            st.markdown(f"**{words(kind)}**")
        for outcome in of_kind:
            with st.container(gap=None):
                st.text(outcome_text(outcome))
                if outcome.source and outcome.kind is not Kind.OPPLYSNING:
                    st.caption(t("Kilde: {source}", source=outcome.source))


def outcome_text(outcome: Outcome) -> str:
    """Return an outcome in words: its status by sign and word, the numbers, and the forum's answer."""
    message = words(outcome.message)
    if outcome.kind is Kind.OPPLYSNING:
        return f"{words(outcome.title)}: {message}"
    lines = [f"{shape_of(outcome.status)} {words(outcome.title)}: {words(outcome.status)}", message]
    if outcome.acknowledgement:
        lines.append(f"{answer_word(outcome)}: {outcome.acknowledgement.text}")
    return "\n".join(lines)


def basis(nettverk: Nettverk, case: Case, with_remarks: bool = True) -> None:
    """Draw the decision basis, with the remarks to its uncertain cells."""
    grunnlag = nettverk.grunnlag
    if grunnlag is None:
        st.text(t("Nettverket har ikke levert beslutningsgrunnlag."))
        return
    figures = [
        (t("Meldt behov"), grunnlag.need_kr),
        (t("Egenfinansiering"), grunnlag.egenfinansiering_kr),
        *((case.recipients[s.recipient_id].name, s.amount_kr) for s in grunnlag.shares),
        *((t("Herav koordinator"), s.koordinator_kr) for s in grunnlag.shares if s.koordinator_kr is not None),
    ]
    st.text("\n".join(f"{name}: {_kr(kr)}" for name, kr in figures))
    its = words_of(case.ordning)
    texts = [
        (t("Tiltak"), grunnlag.tiltak),
        (t("Deltakere"), grunnlag.participants),
        (t("Varighet"), grunnlag.duration),
        (t("UH-partnere"), grunnlag.uh_partners),
        (t("Roller"), grunnlag.roles),
        (t("Eiere"), nettverk.owners),
        (words(its.units), "" if nettverk.schools is None else str(nettverk.schools)),
        (words(its.private_units), "" if nettverk.private_schools is None else str(nettverk.private_schools)),
        (t("Om nettverket"), nettverk.about),
        (t("Kilde"), nettverk.source),
    ]
    st.text("\n".join(f"{name}: {text or t('ikke oppgitt')}" for name, text in texts))
    if not with_remarks:
        return
    remarks = dict.fromkeys([*nettverk.uncertain.values(), *(s.remark for s in grunnlag.shares if s.remark)])
    for remark in remarks:
        say(Message("Usikkert i kilden: {remark}", {"remark": remark}))


def _kr(kr: int | None) -> str:
    return t("ikke oppgitt") if kr is None else t("{kr:kr}", kr=kr)
