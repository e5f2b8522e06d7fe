"""A plain table of networks and amounts, understood: from Excel, CSV, or the flattened text of a slide."""

from collections.abc import Mapping

from dekom.findings import stops
from dekom.flat_table import FlatReader, is_flat
from dekom.grid import Grid
from dekom.i18n import Message
from dekom.table_model import Known, MeetingTable
from dekom.table_notes import Notes
from dekom.table_rows import Assembler, check_doubles, check_missing, settle_sums
from dekom.table_sheet import SheetReader


def read_meeting_table(grid: Grid, known: Known, answers: Mapping[str, str]) -> MeetingTable:
    """Return what a table says of the meeting's networks, what is said of it, and what must be asked.

    `answers` is the value chosen by question id; the table is read anew with each answer, until nothing stops it.
    """
    notes = Notes(grid.name, answers)
    reader = (FlatReader if is_flat(grid) else SheetReader)(grid, known, notes)
    rows = settle_sums(reader.rows(), notes)
    if not any(row.kind == "nettverk" for row in rows) and not stops(notes.findings):
        notes.error(Message("Fant ingen nettverk i tabellen. Ta med overskriftene og radene under dem."))
    check_doubles(rows, notes)
    check_missing(reader.names.found, known, notes)
    assembler = Assembler(rows, reader.columns, known, notes)
    networks = assembler.networks()
    new = {**reader.new, **assembler.new_recipients(networks)}
    return MeetingTable(networks, assembler.printed(grid.name), tuple(notes.findings), tuple(notes.questions), new)
