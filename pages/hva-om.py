"""What if: pool size, scenarios, ways to share. Touches nothing until «Bruk»."""

import streamlit as st

from dekom.ordning_words import words_of
from dekom.tables import INNSTILLING, WALL
from dekom.wall import Wall
from dekom.whatif import answer
from dekom.whatif_edits import handle_what_if_edits
from dekom.whatif_text import to_text
from pages._ui.amount_table import draw_table
from pages._ui.pulse import pulse
from pages._ui.session import enter
from pages._ui.text import say, t, words
from pages._ui.undo_buttons import undo_buttons
from pages._ui.wall.control import wall_bar
from pages._ui.whatif.asking import the_question
from pages._ui.whatif.controls import frame_controls, notes, way_controls
from pages._ui.whatif.key_figures import key_figures
from pages._ui.whatif.pictures import pictures
from pages._ui.whatif.result import KEY, headline, table_data
from pages._ui.whatif.scenarios import scenarios, use_and_save

store, actor, chosen = enter("hva-om")
meeting_id, ordning = chosen.meeting_id, chosen.ordning
revision = store.revision(meeting_id, INNSTILLING, WALL)
case = store.load_case(meeting_id, ordning)
asking = the_question(case)
asked = to_text(asking.what_if)
found = answer(case, asking.what_if)


def on_events() -> None:
    asking.what_if = handle_what_if_edits(case, asking.what_if, found, st.session_state[KEY].events, asking.table)


head = st.container()  # filled last: what the room waits for comes first
headline(case, asking.what_if, found)
if asking.table.notice:
    say(asking.table.notice)
controls, result = st.columns([30, 70], gap="medium")
with result:
    if found.refusal:
        say(found.refusal, "bad")
    notes(found.notes)
    draw_table(KEY, table_data(case, asking.what_if, found, asking.table), on_events)
    st.caption(t("Skriv et beløp for å låse et nettverk der. Klikk på navnet for å låse eller låse opp."))
    use_and_save(store, actor, case, asking, found)
with controls:
    frame_controls(case, asking)
    way_controls(case, asking)
with st.container(horizontal=True, vertical_alignment="center"):
    undo_buttons(store, actor, meeting_id, ordning, asking.table)
sections = {
    "Bilder": lambda: pictures(case, asking.what_if, found),
    "Scenarioer": lambda: scenarios(store, actor, case, asking),
    "Lærerårsverk": lambda: key_figures(store, actor, case, asking),
}
names = {"Bilder": t("Bilder"), "Scenarioer": t("Scenarioer"), "Lærerårsverk": words(words_of(ordning).key_title)}
picked = st.segmented_control(
    t("Vis"),
    list(sections),
    default="Bilder",
    required=True,
    format_func=names.__getitem__,
    key="what_if_panel",
    label_visibility="collapsed",
)
sections[picked or "Bilder"]()
with head:
    year = chosen.held_on.year
    title = t("Hva om? {county} · {ordning} {year}", county=chosen.county, ordning=chosen.ordning_name, year=year)
    bar = wall_bar(store, actor, case, title)
bar.seeing(Wall(bar.room_id, "hva-om", ordning=ordning, what_if=asked))
pulse(store, meeting_id, revision, INNSTILLING, WALL, asked=asked, asks=lambda: to_text(asking.what_if))
