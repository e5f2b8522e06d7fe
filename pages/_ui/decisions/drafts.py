"""A text that is typed over what is stored: what another has changed meanwhile is never overwritten unseen."""

from dataclasses import dataclass

import streamlit as st

from dekom.i18n import Message
from pages._ui.text import say, t

UNCHANGED = Message("Ingenting er endret.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text field's key in the session, and the text as it is stored."""

    key: str
    stands: str

    @property
    def base(self) -> str:
        """The stored text that the typed one is written over."""
        found: str = st.session_state[f"{self.key}/base"]
        return found

    @property
    def text(self) -> str:
        """The text as typed."""
        found: str = st.session_state[self.key]
        return found

    @property
    def is_saved(self) -> bool:
        return self.text.strip() == self.stands

    def write(self, text: str) -> None:
        """Put a text into the field. For callbacks."""
        st.session_state[self.key] = st.session_state[f"{self.key}/draft"] = text

    def saved(self) -> None:
        """Say that the text as typed is stored now. For callbacks."""
        st.session_state[f"{self.key}/base"] = self.text.strip()
        st.session_state.pop(f"{self.key}/draft", None)

    def open(self) -> None:
        """Fill the field with what was half written when one left it, else with what is stored.

        A text that this tab has had before (Angre, Gjør om) comes back by itself; another one is asked about.
        """
        state = st.session_state
        if self.key not in state:
            if f"{self.key}/draft" not in state:
                state[f"{self.key}/base"] = self.stands
            state[self.key] = state.get(f"{self.key}/draft", self.stands)
        seen: set[str] = state.setdefault(f"{self.key}/seen", set())
        seen.add(self.base)
        if self.text.strip() == self.base and self.stands in seen:
            self._take_stored()

    def area(self, label: str, height: int) -> None:
        """Draw the field, and above it what another has made of the text meanwhile."""
        if self.base != self.stands:
            stored = Message("En annen har endret teksten til: «{text}»", {"text": self.stands})
            emptied = Message("En annen har tatt bort teksten.")
            say(stored if self.stands else emptied)
            st.button(t("Hent den nye teksten"), key=f"{self.key}/take", on_click=self._take_stored)
        st.text_area(label, key=self.key, max_chars=10_000, height=height, on_change=self._keep)

    def _keep(self) -> None:
        st.session_state[f"{self.key}/draft"] = self.text

    def _take_stored(self) -> None:
        st.session_state[self.key] = self.stands
        self.saved()
