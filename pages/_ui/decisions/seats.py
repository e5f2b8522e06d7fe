"""Who fills the forum's seats this day, and the forum's own majority rule."""

import streamlit as st

from dekom.access import Actor
from dekom.columns import Choice
from dekom.edits import TableState, refusal
from dekom.i18n import Message
from dekom.numbers import read_count
from dekom.proceedings import Majority, Proceedings, Seat
from dekom.seat_actions import Attendance, remove_majority_rule, set_attendance, set_majority_rule
from dekom.store import Store
from dekom.votes import entitled, is_statsforvalter, majority_words, share_words, voting_seats
from pages._ui.choice import choice
from pages._ui.text import t, words

_HEADINGS = {"present": Message("Til stede"), "vara": Message("Vara"), "absent": Message("Forfall")}
_BOUNDS = ("mer enn", "minst")
_BASES = (
    Choice("avgitte", Message("avgitte stemmer")),
    Choice("stemmeberettigede", Message("dem som kan stemme")),
)


def attendance(store: Store, actor: Actor, proceedings: Proceedings, state: TableState) -> None:
    """Draw a row for each seat that counts on the day of the meeting."""
    seats = proceedings.seats_now
    if not seats:
        st.text(t("Plassene i forumet er ikke lagt inn. Legg dem inn i Oppsett."))
        st.page_link("pages/oppsett.py", label=t("Oppsett, Plasser"))
        return

    def on_save() -> None:
        def save() -> None:
            set_attendance(store, actor, proceedings, {seat.id: _typed(seat) for seat in seats})

        state.notice = refusal(save) or Message("Oppmøtet er lagret.")

    def on_everybody() -> None:
        there: dict[str, Attendance] = {s.id: (s.seats, 0, 0) for s in seats if s.seats is not None}
        refused = refusal(lambda: set_attendance(store, actor, proceedings, there))
        state.notice = refused or Message("Alle er ført som til stede.")

    with st.form("attendance", border=False):
        widths = [5, 1.3, 1.3, 1.3]
        for column, heading in zip(st.columns(widths)[1:], _HEADINGS.values(), strict=True):
            column.caption(words(heading))
        for row, seat in enumerate(seats, start=1):
            name, *fields = st.columns(widths, vertical_alignment="center")
            name.text(_seat_line(seat))
            for column, (field, heading) in zip(fields, _HEADINGS.items(), strict=True):
                label = t("{heading}, rad {row}", heading=heading, row=row)
                shown = getattr(seat, field)
                value = "" if shown is None else str(shown)
                column.text_input(
                    label, value=value, key=_key(seat, field), max_chars=10, label_visibility="collapsed"
                )
        with st.container(horizontal=True):
            st.form_submit_button(t("Lagre oppmøte"), on_click=on_save)
            st.form_submit_button(t("Alle er til stede"), on_click=on_everybody)
    st.caption(t("Vara sitter på plassen til en som har forfall."))
    who_may_vote(proceedings)


def who_may_vote(proceedings: Proceedings) -> None:
    """Draw how many may vote, where that is known, and whether it is counted from the seats or from who is there."""
    may_vote = entitled(proceedings)
    if may_vote is None:
        return
    entered = [seat.present is not None for seat in voting_seats(proceedings)]
    if all(entered):
        st.text(t("{n} kan stemme.", n=may_vote))
    elif any(entered):
        st.text(t("{n} kan stemme. Oppmøte er ikke ført for alle plassene.", n=may_vote))
    elif may_vote == 1:
        st.text(t("Én plass kan stemme. Oppmøte er ikke ført."))
    else:
        st.text(t("{n} plasser kan stemme. Oppmøte er ikke ført.", n=may_vote))


def _seat_line(seat: Seat) -> str:
    seats = t("plasser ikke oppgitt") if seat.seats is None else t("plasser: {n}", n=seat.seats)
    without = "" if seat.votes and not is_statsforvalter(seat) else t("stemmer ikke")
    return " · ".join(filter(None, (seat.organisation, seat.role, seats, without)))


def _key(seat: Seat, field: str) -> str:
    """Return a field's key: what another saves meanwhile makes the field a new one."""
    return f"there/{seat.id}/{field}/{seat.present}/{seat.vara}/{seat.absent}"


def _typed(seat: Seat) -> Attendance:
    texts = [st.session_state[_key(seat, field)].strip() for field in _HEADINGS]
    present, vara, absent = (read_count(text) if text else None for text in texts)
    return present, vara, absent


def majority_rule(store: Store, actor: Actor, proceedings: Proceedings, state: TableState) -> None:
    """Draw the rule that the forum has adopted, if it has, and the form to enter one."""
    rule = proceedings.majority

    def on_remove() -> None:
        state.notice = refusal(lambda: remove_majority_rule(store, actor, proceedings))

    def on_set() -> None:
        share, bound, of, source = (st.session_state[f"rule/{n}"] for n in ("share", "bound", "of", "source"))
        more_than = bound == "mer enn"
        refused = refusal(lambda: set_majority_rule(store, actor, proceedings, share, more_than, of, source))
        state.notice = refused or Message("Flertallsregelen er lagret.")

    if rule is None:
        st.text(t("Forumet har ikke satt en flertallsregel. En votering viser da bare stemmetallene."))
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_rule_line(rule), width="stretch")
            st.button(t("Fjern regelen"), on_click=on_remove)
    with st.form("majority", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            choice(t("Flertall er"), _BOUNDS, t, "rule/bound", index=0 if rule is None or rule.more_than else 1)
            value = words(share_words(rule.share)) if rule else ""
            st.text_input(t("Andel"), value=value, key="rule/share", max_chars=20, placeholder=t("50 % eller 2/3"))
            bases = {base.value: words(base.word) for base in _BASES}
            index = list(bases).index(rule.of) if rule else 0
            choice(t("av"), list(bases), bases.__getitem__, "rule/of", index=index)
        st.text_input(
            t("Hvor regelen er vedtatt"), value=rule.source if rule else "", key="rule/source", max_chars=500
        )
        st.form_submit_button(t("Lagre regelen"), on_click=on_set)


def _rule_line(rule: Majority) -> str:
    said = t("Forumets regel: {rule}.", rule=majority_words(rule))
    return f"{said} {rule.source}" if rule.source else said
