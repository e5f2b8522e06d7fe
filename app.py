"""Page config, navigation, and the meeting picker; nothing else."""

import streamlit as st

from pages._ui.language import the_language
from pages._ui.setup.reach import is_proof, proof_page
from pages._ui.sidebar import sidebar
from pages._ui.style import style
from pages._ui.text import t

started_in = the_language()
st.set_page_config(page_title=t("Innstilling"), layout="wide", initial_sidebar_state="collapsed")

PAGES = {
    "innstilling": st.Page("pages/innstilling.py", title=t("Innstilling"), default=True),
    "hva-om": st.Page("pages/hva-om.py", title=t("Hva om"), url_path="hva-om"),
    "gruppearbeid": st.Page("pages/gruppearbeid.py", title=t("Gruppearbeid"), url_path="gruppearbeid"),
    "saksliste": st.Page("pages/saksliste.py", title=t("Saksliste"), url_path="saksliste"),
    "storskjerm": st.Page("pages/storskjerm.py", title=t("Storskjerm"), url_path="storskjerm"),
    "protokoll": st.Page("pages/protokoll.py", title=t("Referat og innstilling"), url_path="protokoll"),
    "oppsett": st.Page("pages/oppsett.py", title=t("Oppsett"), url_path="oppsett"),
}

page = st.navigation(list(PAGES.values()), position="hidden")
if is_proof():  # a phone that somebody tries beforehand: it needs no key, and sees nothing else
    proof_page()
    st.stop()
st.session_state["entered"] = True
wanted = PAGES.get(st.query_params.get("side", ""))
if wanted is not None:
    del st.query_params["side"]
    if wanted is not page:
        st.switch_page(wanted, query_params=st.query_params.to_dict())
# The page first: what the room waits for comes before the sidebar.
page.run()
if page is not PAGES["storskjerm"]:
    sidebar(PAGES)
style()
if the_language() != started_in:  # the titles were written before the page knew its meeting
    st.rerun()
