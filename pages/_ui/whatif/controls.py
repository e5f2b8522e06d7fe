"""The controls: a frame line each, the total, the way to share, rounding."""

from collections.abc import Callable

import streamlit as st

from dekom.actions import read_percent
from dekom.figures import format_exact_percent, format_kroner
from dekom.i18n import Message
from dekom.model import Case, FrameLine, sum_known
from dekom.money import Reference, Refused, looks_like_slip, parse_kroner
from dekom.whatif import CAPPABLE, PERCENT, UNITS_KR, line_groups, opening, split_evenly
from pages._ui.choice import choice
from pages._ui.text import say, t
from pages._ui.whatif.asking import Asking
from pages._ui.whatif.ways import offered_ways, way_meaning, way_name

STEP_KR = 100_000
TOTAL = "total"


def frame_controls(case: Case, asking: Asking) -> None:
    """Draw a control per frame line and for the total, and a field for an exact amount."""
    _typed_amount(case, asking)
    st.text(t("Totalt"))
    _slider(asking, TOTAL, t("Totalt, kroner"), asking.what_if.total_kr, lambda kr: asking.ask(total_kr=kr))
    for index, (name, lines) in enumerate(line_groups(case).items()):
        _group(asking, index, name, lines)

    def reset() -> None:
        start = opening(case)
        asking.ask(total_kr=start.total_kr, lines=start.lines)
        asking.version += 1

    st.button(t("Tilbake til dagens ramme"), on_click=reset, icon=":material/restart_alt:")


def _group(asking: Asking, index: int, name: str, lines: tuple[FrameLine, ...]) -> None:
    """One frame line, or lines of one name: linked as one sum, or each for itself."""
    ids = tuple(line.id for line in lines)
    amounts = [asking.what_if.lines[i] for i in ids]
    linked = len(lines) > 1 and st.session_state.get(f"linked/{ids[0]}", True)
    st.text(name if linked or len(lines) == 1 else t("{name}, hver for seg", name=name))
    if linked:
        total_kr = None if None in amounts else sum(kr or 0 for kr in amounts)
        label = t("Linje {n}, samlet beløp", n=index + 1)
        _slider(asking, f"sum/{ids[0]}", label, total_kr, lambda kr: asking.set_line(split_evenly(kr, ids)))
    else:
        for number, (line, kr) in enumerate(zip(lines, amounts, strict=True), start=1):
            if len(lines) > 1:
                st.text(line.recipient)
            label = t("Linje {n}, beløp {number}", n=index + 1, number=number)
            _slider(asking, line.id, label, kr, lambda kr, line_id=line.id: asking.set_line({line_id: kr}))  # type: ignore[misc]
    if len(lines) > 1:
        st.toggle(t("Én sum, likt delt"), value=True, key=f"linked/{ids[0]}")


def _slider(asking: Asking, key: str, label: str, kr: int | None, take: Callable[[int], None]) -> None:
    if kr is None:
        st.text(t("Ukjent. Skriv et beløp over."))
        return
    version = asking.version
    widget = f"slider/{key}/{version}"

    def on_change() -> None:
        # A run that was broken off may have Streamlit call a slider that is gone, with what it stood at.
        if asking.version == version:
            take(st.session_state[widget])

    # The options stay the same while the slider moves, so that it is not made anew under the hand.
    if widget not in st.session_state:
        st.session_state[f"{widget}/start"] = kr
    start_kr: int = st.session_state[f"{widget}/start"]
    top_kr = max(2 * start_kr, 10 * STEP_KR)
    options = sorted({*range(0, top_kr + STEP_KR, STEP_KR), start_kr})
    st.select_slider(
        label,
        options,
        value=start_kr,
        format_func=format_kroner,
        key=widget,
        on_change=on_change,
        label_visibility="collapsed",
    )


def _typed_amount(case: Case, asking: Asking) -> None:
    groups = line_groups(case)
    names = {TOTAL: t("Totalt")} | {lines[0].id: name for name, lines in groups.items()}
    first = next((lines[0].id for lines in groups.values() if len(lines) > 1), TOTAL)

    def take() -> None:
        target = st.session_state["typed_target"]
        text = st.session_state["typed_amount"]
        try:
            kr = parse_kroner(text)
            _check_unit(text, kr, _asked_kr(asking, groups, target))
        except Refused as refused:
            asking.notice = refused.message
            return
        asking.notice = None
        if target == TOTAL:
            asking.ask(total_kr=kr)
        else:
            ids = next(tuple(x.id for x in lines) for lines in groups.values() if lines[0].id == target)
            asking.set_line(split_evenly(kr, ids))
        asking.version += 1

    with st.form("typed", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        choice(t("Hva om"), list(names), names.__getitem__, "typed_target", list(names).index(first))
        st.text_input(t("var"), key="typed_amount", placeholder=t("4 mill"), max_chars=60)
        st.form_submit_button(t("Vis"), on_click=take, type="primary")
    if asking.notice:
        say(asking.notice, "bad")


def _asked_kr(asking: Asking, groups: dict[str, tuple[FrameLine, ...]], target: str) -> int | None:
    """Return what the control shows now, in kr."""
    if target == TOTAL:
        return asking.what_if.total_kr
    lines = next(lines for lines in groups.values() if lines[0].id == target)
    return sum_known(asking.what_if.lines.get(line.id) for line in lines)


def _check_unit(text: str, kr: int, asked_kr: int | None) -> None:
    """Refuse `4` where millions stand: in a meeting it means 4 mill., never 4 kr."""
    if text.strip().isdigit() and kr < 1_000 and looks_like_slip(kr, Reference(asked_kr)) and kr:
        numbers = {"n": kr}
        raise Refused(Message("Mener du {n} millioner? Skriv «{n} mill», eller «{n} kr» for kroner.", numbers))


def way_controls(case: Case, asking: Asking) -> None:
    """Draw the way to share, the cap, the common percentage, and rounding."""
    what_if = asking.what_if
    every_way = st.session_state.get("every_way", False)
    ways = offered_ways(case, every_way, what_if.way)

    def on_way() -> None:
        asking.ask(way=st.session_state["way"])

    choice(
        t("Fordelingsmåte"),
        ways,
        lambda way: way_name(case, way),
        "way",
        ways.index(what_if.way),
        on_change=on_way,
    )
    st.caption(way_meaning(case, what_if.way))
    st.toggle(t("Flere fordelingsmåter"), key="every_way")
    if what_if.way in CAPPABLE:
        st.toggle(
            t("Ingen får mer enn behovet"),
            value=what_if.cap_at_need,
            key="cap",
            on_change=lambda: asking.ask(cap_at_need=st.session_state["cap"]),
        )
    if what_if.way == PERCENT:
        _percent(asking)
    st.segmented_control(
        t("Avrund til"),
        UNITS_KR,
        default=what_if.unit_kr,
        required=True,
        format_func=lambda kr: t("{kr:kr}", kr=kr),
        key="unit",
        on_change=lambda: asking.ask(unit_kr=st.session_state["unit"]),
    )


def _percent(asking: Asking) -> None:
    bases = {"last_year": t("beløpet i fjor"), "need": t("meldt behov"), "today": t("dagens beløp")}

    def take() -> None:
        try:
            share = read_percent(st.session_state["percent"])
        except Refused as refused:
            asking.notice = refused.message
            return
        asking.notice = None
        asking.ask(percent=share, percent_of=st.session_state["percent_of"])

    with st.form("percent_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        shown = format_exact_percent(asking.what_if.percent)
        st.text_input(t("Prosent"), value=shown, key="percent", max_chars=30)
        chosen = list(bases).index(asking.what_if.percent_of)
        choice(t("av"), list(bases), bases.__getitem__, "percent_of", chosen)
        st.form_submit_button(t("Regn ut"), on_click=take)


def notes(found: tuple[Message, ...]) -> None:
    """Say what the reader should know about the proposal."""
    for note in found:
        say(note)
