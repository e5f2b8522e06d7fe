"""Where the innstilling has moved away from what was decided: said on the page where the figures are."""

from dekom.model import Case
from dekom.resolution_text import deviation_lines
from dekom.store import Store
from pages._ui.text import say
from pages._ui.wall.agenda_view import proceedings_at


def deviating(store: Store, case: Case) -> None:
    """Draw a line for each decision whose figures are others now."""
    for line in deviation_lines(proceedings_at(store, case.meeting_id, None), case):
        say(line, "bad")
