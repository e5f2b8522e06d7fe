"""How the amounts came to be what they are: every moment when an amount of an ordning changed, and how all stood then.

Worked out from the history, in one walk back from what stands now: a look back into the file for every moment would
take a hundred times as long, and hold up whoever writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dekom.change import Entry, RowEdit
from dekom.model import Case, sum_known

# Where the amounts of an ordning stand: the column, and the column that tells the rows apart.
_AMOUNTS = {
    "innstilling": ("innstilt_kr", "nettverk_id"),
    "ordning": ("total_kr", "ordning"),
    "frame_line": ("amount_kr", "line_id"),
    "set_aside": ("amount_kr", "set_aside_id"),
}
TABLES = (*_AMOUNTS, "nettverk")  # what the story is told from; of a network that is gone, its name
Place = tuple[str, str]  # table, id of the row
Standing = Mapping[Place, int | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """How the amounts stood (kr, None if not known) just after a change; `entry` is None before the first one.

    A network or a line that was not there then is not among them.
    """

    entry: Entry | None
    standing: Standing

    @property
    def amounts(self) -> dict[str, int | None]:
        """The recommended amounts by network."""
        return self._of("innstilling")

    @property
    def innstilt_kr(self) -> int:
        return sum_known(self.amounts.values())

    @property
    def ramme_kr(self) -> int | None:
        """The total less the lines taken first; None while any of them is unknown."""
        total_kr = next(iter(self._of("ordning").values()), None)
        lines = self._of("frame_line").values()
        return None if total_kr is None or None in lines else total_kr - sum_known(lines)

    @property
    def remaining_kr(self) -> int | None:
        """What neither a network nor a named purpose had got; negative when over the frame."""
        ramme_kr = self.ramme_kr
        set_aside_kr = sum_known(self._of("set_aside").values())
        return None if ramme_kr is None else ramme_kr - self.innstilt_kr - set_aside_kr

    def _of(self, table: str) -> dict[str, int | None]:
        return {row_id: kr for (of_table, row_id), kr in self.standing.items() if of_table == table}


def moments(case: Case, entries: Sequence[Entry]) -> tuple[Moment, ...]:
    """Return how it stood before the first change of an amount, and just after each, the oldest first.

    `case` is what stands now; `entries` are the changes of `TABLES` in the meeting, the oldest first.
    """
    told = [(entry, edits) for entry in entries if (edits := _amount_edits(entry, case.ordning))]
    standing = _standing(case)
    for _entry, edits in told:  # what has been written since the case was loaded counts
        for edit in edits:
            _put(standing, edit)
    found: list[Moment] = []
    for entry, edits in reversed(told):
        after = MappingProxyType(dict(standing))
        for edit in reversed(edits):
            _put(standing, edit.reversed())
        if standing != after:
            found.append(Moment(entry, after))
    found.append(Moment(None, MappingProxyType(standing)))
    return tuple(reversed(found))


def network_names(case: Case, entries: Sequence[Entry]) -> dict[str, str]:
    """Return the networks' names in the order of the case, those that are gone last."""
    gone = {
        str(edit.key["nettverk_id"]): str(values["name"])
        for entry in entries
        for edit in entry.edits
        if edit.table == "nettverk" and edit.key["ordning"] == case.ordning
        for values in (edit.before or {}, edit.after or {})
        if "name" in values
    }
    standing = {n.id: n.name for n in case.nettverk}
    return standing | {row_id: name for row_id, name in gone.items() if row_id not in standing}


def changed_networks(story: Sequence[Moment]) -> set[str]:
    """Return the networks whose amount has not been the same all the way."""
    first = story[0].amounts
    found = set()
    for moment in story[1:]:
        amounts = moment.amounts
        found |= {i for i in {*first, *amounts} if (i in first, first.get(i)) != (i in amounts, amounts.get(i))}
    return found


def _amount_edits(entry: Entry, ordning: str) -> list[RowEdit]:
    return [
        edit
        for edit in entry.edits
        if edit.table in _AMOUNTS
        and edit.key["ordning"] == ordning
        and any(values is None or _AMOUNTS[edit.table][0] in values for values in (edit.before, edit.after))
    ]


def _put(standing: dict[Place, int | None], edit: RowEdit) -> None:
    column, id_column = _AMOUNTS[edit.table]
    place = edit.table, str(edit.key[id_column])
    if edit.after is None:
        standing.pop(place, None)
    elif column in edit.after:
        kr = edit.after[column]
        standing[place] = None if kr is None else int(kr)


def _standing(case: Case) -> dict[Place, int | None]:
    return {
        ("ordning", case.ordning): case.total_kr,
        **{("frame_line", line.id): line.amount_kr for line in case.lines},
        **{("innstilling", n.id): n.innstilt_kr for n in case.nettverk},
        **{("set_aside", item.id): item.amount_kr for item in case.set_asides},
    }
