"""The decision basis in short, and who is tied, in neutral words."""

import streamlit as st

from dekom.access import Actor
from dekom.criteria import is_tied
from dekom.groupwork import Gruppe
from dekom.i18n import Message
from dekom.model import Case, Nettverk
from dekom.store import Store
from pages._ui.attachments import attachments
from pages._ui.detail import basis as whole_basis
from pages._ui.text import say, t


def basis(store: Store, actor: Actor, nettverk: Nettverk, case: Case, gruppe: Gruppe) -> None:
    """Draw a network's need, last year's amount and own financing, the rest and its own documents on demand."""
    grunnlag = nettverk.grunnlag
    figures = [(t("Meldt behov"), nettverk.need_kr), (t("I fjor"), nettverk.last_year_kr)]
    if grunnlag:
        figures.append((t("Egenfinansiering"), grunnlag.egenfinansiering_kr))
    st.text(" · ".join(f"{name} {_kr(kr)}" for name, kr in figures))
    if is_tied(gruppe, nettverk.id, uh_of(nettverk, case)):
        say(Message("Gruppen har tilknytning til dette nettverket."))
    with st.expander(t("Beslutningsgrunnlag")):
        whole_basis(nettverk, case)
    attachments(store, actor, case, nettverk.id)


def uh_of(nettverk: Nettverk, case: Case) -> frozenset[str]:
    """Return the UH institutions that get part of the network's need."""
    parts = (share.recipient_id for share in nettverk.shares)
    return frozenset(i for i in parts if i in case.recipients and case.recipients[i].kind == "uh")


def _kr(kr: int | None) -> str:
    return t("ikke oppgitt") if kr is None else t("{kr:kr}", kr=kr)
