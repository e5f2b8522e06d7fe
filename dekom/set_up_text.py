"""What a save or an import does, in words: how many rows come, and what changes from what to what."""

from collections.abc import Iterator, Mapping

from dekom.columns import text_of
from dekom.i18n import Message
from dekom.set_up import Row, SetUp, shown_cell
from dekom.set_up_plan import Plan
from dekom.set_up_tables import SetUpTable, table_named

MOST_NAMES = 15


def counts(plans: Mapping[str, Plan]) -> list[Message]:
    """Return a line a table that gets, changes or loses rows, with what the new ones are called."""
    lines = []
    for name, plan in plans.items():
        table = table_named(name)
        gone = len(plan.removed) + sum(e.after is None for e in plan.edits)
        said = {"table": table.title, "added": plan.added, "changed": plan.changed, "gone": gone}
        if gone:
            line = Message("{table}: {added} nye, {changed} endret, {gone} tatt bort", said)
        elif plan.added or plan.changed:
            line = Message("{table}: {added} nye, {changed} endret", said)
        else:
            continue
        new = _new_names(table, plan)
        more = Message(
            "{line} ({names} …)" if len(new) > MOST_NAMES else "{line} ({names})",
            {"line": line, "names": new[:MOST_NAMES]},
        )
        lines.append(more if new else line)
    return lines


def _new_names(table: SetUpTable, plan: Plan) -> list[str]:
    column = table.column(table.named_by)
    if column.refers_to or column.choices:
        return []
    return [
        str({**e.key, **e.after}[column.field])
        for e in plan.edits
        if e.before is None and e.after and e.table == table.table
    ]


def changes(set_up: SetUp, plans: Mapping[str, Plan]) -> Iterator[Message]:
    """Return a line a cell that changes, with what stands and what would stand."""
    for name, plan in plans.items():
        table = table_named(name)
        for edit in plan.edits:
            if edit.table != name or not edit.before:
                continue
            if edit.after is None:
                gone = _called(set_up, table, {**edit.key, **edit.before})
                yield Message("{table}: {name} tas bort", {"table": table.title, "name": gone})
                continue
            row: Row = next(r for r in set_up.rows[name] if _is(r, edit.key))
            for column_name, value in edit.after.items():
                yield from _changed(set_up, table, row, column_name, value)


def _changed(set_up: SetUp, table: SetUpTable, row: Row, name: str, value: object) -> Iterator[Message]:
    column = next((c for c in table.columns if c.field == name), None)
    if column is None:
        return
    before, after = shown_cell(set_up, column, row), shown_cell(set_up, column, {**row, name: value})
    said = {"name": _called(set_up, table, row), "heading": column.heading, "before": before, "after": after}
    if text_of(column, row[name]) == "":
        yield Message("{name}: {heading} {after}", said)
    else:
        yield Message("{name}: {heading} {before} → {after}", said)


def _called(set_up: SetUp, table: SetUpTable, row: Row) -> Message:
    """Return what people call a row: by its network where it belongs to one."""
    naming = "nettverk_id" if "nettverk_id" in {c.field for c in table.columns} else table.named_by
    return shown_cell(set_up, table.column(naming), row)


def _is(row: Row, key: Row) -> bool:
    return all(row[column] == value for column, value in key.items())
