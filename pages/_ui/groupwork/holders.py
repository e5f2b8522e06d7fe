"""Those who may come in beside the secretariat."""

from dekom.access import Holder
from dekom.groupwork import GroupWork
from pages._ui.text import t


def holders(work: GroupWork) -> dict[Holder, str]:
    """Return the groups and the listeners of a meeting with what they are called."""
    found = {Holder("gruppe", work.meeting_id, g.id): g.name for g in work.grupper}
    return found | {Holder("tilhører", work.meeting_id): t("Tilhørere (ser storskjermen)")}
