"""What the set-up page is divided into, in the order one sets a meeting up."""

from collections.abc import Sequence

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState
from dekom.i18n import Message
from dekom.set_up import SetUp
from dekom.set_up_tables import (
    AGENDA,
    FORARBEID,
    FRAME_LINE,
    GRUNNLAG,
    GRUPPE,
    LIMIT,
    MEETING,
    NETTVERK,
    ORDNING,
    QUESTION,
    RECIPIENT,
    ROOM,
    SEAT,
    SHARE,
    SHEET,
    UNCERTAIN,
    YEARS,
    SetUpTable,
)
from dekom.store import CaseName, Store
from pages._ui.setup.grid import grid
from pages._ui.setup.meetings import delete_part

PARTS: tuple[tuple[Message, tuple[SetUpTable, ...]], ...] = (
    (Message("Møtet"), (MEETING, ORDNING)),
    (Message("Ramme"), (FRAME_LINE, LIMIT)),
    (Message("Nettverk"), (NETTVERK, RECIPIENT, YEARS)),
    (Message("Beslutningsgrunnlag"), (GRUNNLAG, SHARE, UNCERTAIN)),
    (Message("Grupper"), (ROOM, GRUPPE, FORARBEID)),
    (Message("Ark"), (SHEET, QUESTION)),
    (Message("Saksliste"), (AGENDA, SEAT)),
)


def tables_part(
    store: Store, actor: Actor, chosen: CaseName, set_up: SetUp, tables: Sequence[SetUpTable], state: TableState
) -> None:
    """Draw the tables of a part; those of an ordning show the one that is open."""
    for table in tables:
        of_ordning = {"ordning": chosen.ordning} if table.is_of_ordning and table is not ORDNING else {}
        grid(store, actor, set_up, table, of_ordning)
    if MEETING in tables:
        st.divider()
        delete_part(store, actor, chosen, state)
