"""One picture per question: what happens along the way, and does the frame reach?"""

import pandas as pd
import streamlit as st

from dekom.model import Case, sum_known
from dekom.whatif import Answer, WhatIf, break_even_kr, curve, line_groups
from dekom.whatif_charts import curve_data, curve_spec, frame_need_data, frame_need_spec
from pages._ui.choice import choice
from pages._ui.language import the_language
from pages._ui.text import t

_TOTAL = ""  # no group of lines


def pictures(case: Case, what_if: WhatIf, answer: Answer) -> None:
    """Draw the amounts over the size of a line of choice, and the frame against the need."""
    left, right = st.columns([65, 35], gap="medium")
    with left:
        _curve(case, what_if)
    with right:
        st.markdown(t("**Rammen mot behovet**"))
        records = frame_need_data(case, answer, the_language())
        st.vega_lite_chart(pd.DataFrame(records), frame_need_spec(the_language()), alt=t("Ramme, behov og forslag"))
        with st.expander(t("Som tekst")):
            st.text("\n".join(record["navn"] for record in records))


def _curve(case: Case, what_if: WhatIf) -> None:
    groups = line_groups(case)
    names = {name: name for name in groups} | {_TOTAL: t("Totalt")}
    st.markdown(t("**Hva hvert nettverk får når størrelsen endres**"))
    name = choice(t("Størrelse som endres"), list(names), names.__getitem__, "vary", label_visibility="collapsed")
    ids = tuple(line.id for line in groups.get(name, ()))
    points = curve(case, what_if, ids)
    if len(points) < 2:
        st.text(t("Bildet kan ikke tegnes: fordelingsmåten gir ikke noe forslag for flere størrelser."))
        return
    marks = {t("I dag"): _today_kr(case, ids), t("Alle behov dekket"): break_even_kr(case, what_if, ids)}
    records = curve_data(case, points, marks)
    spec = curve_spec(t("Størrelse, millioner kroner"), the_language())
    st.vega_lite_chart(pd.DataFrame(records), spec, alt=t("Beløp per nettverk"))
    with st.expander(t("Som tekst")):
        for size_kr, proposal in points[:: max(1, len(points) // 5)]:
            lines = [t("{name}: {kr:kr}", name=n.name, kr=proposal.amounts[n.id]) for n in case.nettverk]
            st.text(t("Ved {kr:kr}:", kr=size_kr) + "\n" + "\n".join(lines))


def _today_kr(case: Case, ids: tuple[str, ...]) -> int | None:
    if not ids:
        return case.total_kr
    amounts = [line.amount_kr for line in case.lines if line.id in ids]
    return None if None in amounts else sum_known(amounts)
