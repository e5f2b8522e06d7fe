"""The versions of an innstilling: number, time, who, and whether each still is what was frozen."""

from collections.abc import Sequence

import streamlit as st

from dekom.versions import Version, check
from pages._ui.edition import moment_text
from pages._ui.text import say, t


def version_list(versions: Sequence[Version]) -> None:
    """Draw the versions, the newest first, and their fingerprints out of the way."""
    st.subheader(t("Versjoner"), anchor=False)
    for version in reversed(versions):
        wrong = check(version)
        if wrong:
            say(wrong, "bad")
            continue
        case = version.record.case
        when = moment_text(version.fastsatt_at) if version.fastsatt_at else ""
        said = {"kr": case.innstilt_kr, "n": version.number, "when": when, "who": version.who}
        with st.container(gap=None):
            st.text(t("Versjon {n} · {when} · {who} · {kr:kr} innstilt", **said))
            st.caption(t("Uendret siden den ble fastsatt."))
    with st.expander(t("Fingeravtrykk")):
        st.text(t("SHA-256 av innholdet. Er fingeravtrykket på papiret det samme som her, er ingenting endret."))
        st.text("\n".join(t("Versjon {n}: {hash}", n=v.number, hash=v.hash) for v in versions))
