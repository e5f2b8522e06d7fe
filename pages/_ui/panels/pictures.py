"""Two pictures, each with its twin in words."""

import pandas as pd
import streamlit as st

from dekom.charts import amounts_data, amounts_spec, amounts_text, frame_data, frame_spec, frame_text
from dekom.evaluate import Evaluation
from pages._ui.language import the_language
from pages._ui.text import t


def pictures(evaluation: Evaluation) -> None:
    """Draw i fjor, behov and innstilt per network, and the whole frame."""
    language = the_language()
    amounts, parts = amounts_data(evaluation, language), frame_data(evaluation, language)
    left, right = st.columns(2)
    with left:
        st.markdown(t("**I fjor, meldt behov og innstilt**"))
        spec = amounts_spec(len(evaluation.rows), language)
        st.vega_lite_chart(pd.DataFrame(amounts), spec, alt=t("Søyler per nettverk"))
        with st.expander(t("Som tekst")):
            st.text(amounts_text(evaluation, language))
    with right:
        st.markdown(t("**Hele rammen**"))
        st.vega_lite_chart(pd.DataFrame(parts), frame_spec(len(parts), language), alt=t("Søyler per del av rammen"))
        with st.expander(t("Som tekst")):
            st.text(frame_text(evaluation, language))
