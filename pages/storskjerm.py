"""What the room sees: no sidebar, no buttons; the secretariat drives it."""

import streamlit as st

from dekom.tables import TOPICS
from pages._ui.pulse import minute_now, wall_pulse
from pages._ui.session import guard, the_actor, the_case_name, the_store
from pages._ui.style import wall_style
from pages._ui.text import t
from pages._ui.wall.views import draw_wall, topics_of

wall_style()
guard("storskjerm")

store, actor, chosen = the_store(), the_actor(), the_case_name()
# The address says which meeting and room, so that a window of its own keeps to them.
if actor.role == "sekretariat":
    asked = [case for case in store.cases() if case.meeting_id == st.query_params.get("mote")]
    chosen = asked[0] if asked else chosen
meeting_id, minute = chosen.meeting_id, minute_now()
revisions = {topic: store.revision(meeting_id, topic) for topic in TOPICS}

walls = store.load_walls(meeting_id)
found = next((w for w in walls if w[0].id == st.query_params.get("rom")), walls[0] if walls else None)
if found is None:
    st.text(t("Møtet har ingen rom ennå."))
    st.stop()
room, wall, control = found
if control.held_at is not None:
    wall = store.load_wall(meeting_id, room.id, at=control.held_at)
draw_wall(store, actor, chosen, wall, control.held_at, minute)
topics = topics_of(wall, control)
wall_pulse(store, meeting_id, sum(revisions[topic] for topic in topics), minute, *topics)
