"""What the room sees: no sidebar, no buttons; the secretariat drives it."""

import streamlit as st

from dekom.tables import INNSTILLING
from pages._ui.language import speak
from pages._ui.pulse import minute_now, wall_pulse
from pages._ui.session import enter
from pages._ui.style import wall_style
from pages._ui.text import t
from pages._ui.wall.control import tab_id
from pages._ui.wall.followers import follows
from pages._ui.wall.shared import worked_out
from pages._ui.wall.views import draw_wall, topics_of
from pages._ui.wall.visitors import room_of, visitors_links

wall_style()
store, actor, chosen = enter("storskjerm")
# The address says which meeting and room, so that a window of its own keeps to them.
if actor.role == "sekretariat":
    asked = [case for case in store.cases() if case.meeting_id == st.query_params.get("mote")]
    chosen = asked[0] if asked else chosen
# The wall speaks the meeting's language; whoever sees it on a phone of their own may have another.
speak(chosen.language, in_the_room=actor.role == "sekretariat")
meeting_id, minute = chosen.meeting_id, minute_now()
revisions = store.revisions(meeting_id)

walls = store.load_walls(meeting_id)
wanted = st.query_params.get("rom") or room_of(store, actor)
found = next((w for w in walls if w[0].id == wanted), walls[0] if walls else None)
if found is None:
    st.text(t("Møtet har ingen rom ennå."))
    st.stop()
room, wall, control = found
if control.held_at is not None:
    held = ("skjerm", meeting_id, room.id, control.held_at)
    wall = worked_out(store, held, lambda: store.load_wall(meeting_id, room.id, at=control.held_at))
draw_wall(store, actor, chosen, wall, control.held_at, minute, revisions[INNSTILLING])
topics = topics_of(wall, control)
visitors_links(actor, [found[0] for found in walls], room)
drawn_at = sum(revisions[topic] for topic in topics)
is_wall = actor.role == "sekretariat"
tell = follows(store, tab_id(), meeting_id, room.id, is_wall)
wall_pulse(store, meeting_id, drawn_at, minute, *topics, is_room=is_wall, tell=tell)
