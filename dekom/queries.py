"""Read a case from the database; together with `store` and `schema` the only SQL."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

import duckdb

from dekom.i18n import known_language
from dekom.model import (
    Acknowledgement,
    Beslutningsgrunnlag,
    Case,
    FrameLine,
    KeyFigures,
    Nettverk,
    PrintedFigure,
    Recipient,
    Scenario,
    SetAside,
    Share,
)

Row = dict[str, Any]


def rows(cursor: duckdb.DuckDBPyConnection, sql: str, values: Iterable[Any] = ()) -> list[Row]:
    """Return the result of a query as one dict a row."""
    cursor.execute(sql, list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def plain_rows(cursor: duckdb.DuckDBPyConnection, table: str, holding: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a table that hold some values, in values that JSON can hold."""
    where = " AND ".join(f"{column} = ?" for column in holding)
    found = rows(cursor, f"SELECT * FROM {table} WHERE {where}", holding.values())
    return [{c: v.isoformat() if isinstance(v, date) else v for c, v in row.items()} for row in found]


def load_case(cursor: duckdb.DuckDBPyConnection, meeting_id: str, ordning: str) -> Case:
    """Return one ordning of one meeting; raise `KeyError` if there is none such."""

    of_case = partial(_of_case, cursor, meeting_id, ordning)
    # A dozen small tables: planning costs more than reading them.
    cursor.execute("PRAGMA disable_optimizer")
    meetings = rows(cursor, "SELECT * FROM meeting WHERE meeting_id = ?", (meeting_id,))
    ordninger = of_case("ordning", "ordning")
    if not meetings or not ordninger:
        raise KeyError((meeting_id, ordning))
    meeting, chosen = meetings[0], ordninger[0]
    recipients = rows(cursor, "SELECT * FROM recipient WHERE meeting_id = ?", (meeting_id,))
    recipients.sort(key=lambda row: row["position"])
    return Case(
        meeting_id=meeting_id,
        ordning=ordning,
        county=meeting["county"],
        title=meeting["title"],
        ordning_name=chosen["name"],
        held_on=meeting["held_on"],
        total_kr=chosen["total_kr"],
        status=chosen["status"],
        lines=tuple(
            FrameLine(r["line_id"], r["name"], r["recipient"], r["amount_kr"], r["source"])
            for r in of_case("frame_line", "position")
        ),
        set_asides=tuple(
            SetAside(r["set_aside_id"], r["name"], r["amount_kr"])
            for r in of_case("set_aside", "name", "set_aside_id")
        ),
        nettverk=_nettverk(
            of_case("nettverk", "position"),
            of_case("innstilling", "nettverk_id"),
            of_case("grunnlag", "nettverk_id"),
            of_case("share", "position"),
            of_case("uncertain", "field"),
            {r["nettverk_id"]: Fraction(r["teacher_years"]) for r in of_case("teacher_years")},
        ),
        key_figures=next(
            (KeyFigures(r["base_grant_kr"], r["year"], r["source"]) for r in of_case("key_figures")), KeyFigures()
        ),
        recipients={r["recipient_id"]: Recipient(r["recipient_id"], r["name"], r["kind"]) for r in recipients},
        limits={r["rule_id"]: Fraction(r["percent"]) / 100 for r in of_case("forum_limit", "rule_id")},
        acknowledgements=tuple(
            Acknowledgement(r["rule_id"], r["nettverk_id"], r["text"], r["facts"])
            for r in of_case("acknowledgement", "rule_id", "nettverk_id")
        ),
        printed=_printed(cursor, meeting_id, ordning),
        language=known_language(meeting["language"]),
    )


def _printed(cursor: duckdb.DuckDBPyConnection, meeting_id: str, ordning: str) -> tuple[PrintedFigure, ...]:
    """Return what the sources print. Two long tables are ten thousand figures: no dict for each."""
    cursor.execute(
        """
        SELECT table_name, row_name, position, column_name, amount_kr, percent, remark, line FROM printed_figure
        WHERE meeting_id = ? AND ordning = ?
        """,
        (meeting_id, ordning),
    )
    return tuple(
        PrintedFigure(table, row, column, kr, None if percent is None else _exact(percent), remark, line)
        for table, row, _position, column, kr, percent, remark, line in sorted(
            cursor.fetchall(), key=itemgetter(0, 1, 2)
        )
    )


@lru_cache(maxsize=1_000)
def _exact(text: str) -> Fraction:
    return Fraction(text)


def load_scenarios(cursor: duckdb.DuckDBPyConnection, meeting_id: str, ordning: str) -> tuple[Scenario, ...]:
    """Return the saved what-ifs of a case, in the order they were saved."""

    of_case = partial(_of_case, cursor, meeting_id, ordning)
    lines, amounts = of_case("scenario_line"), of_case("scenario_amount")
    return tuple(
        Scenario(
            id=r["scenario_id"],
            name=r["name"],
            note=r["note"],
            position=r["position"],
            total_kr=r["total_kr"],
            lines={x["line_id"]: x["amount_kr"] for x in lines if x["scenario_id"] == r["scenario_id"]},
            amounts={x["nettverk_id"]: x["amount_kr"] for x in amounts if x["scenario_id"] == r["scenario_id"]},
            figures=r["figures"],
        )
        for r in of_case("scenario", "position", "scenario_id")
    )


def _of_case(cursor: duckdb.DuckDBPyConnection, meeting_id: str, ordning: str, table: str, *order: str) -> list[Row]:
    """Return a table's rows of one case, in the order of some columns."""
    where = "meeting_id = ? AND ordning = ?"
    found = rows(cursor, f"SELECT * FROM {table} WHERE {where}", (meeting_id, ordning))
    return sorted(found, key=lambda row: [row[column] for column in order])


def _nettverk(
    nettverk: list[Row],
    amounts: list[Row],
    bases: list[Row],
    shares: list[Row],
    uncertain: list[Row],
    teacher_years: dict[str, Fraction],
) -> tuple[Nettverk, ...]:
    amount_of = {r["nettverk_id"]: r for r in amounts}
    basis_of = {r["nettverk_id"]: r for r in bases}
    shares_of, remarks_of = _by_nettverk(shares), _by_nettverk(uncertain)
    return tuple(
        Nettverk(
            id=r["nettverk_id"],
            name=r["name"],
            innstilt_kr=amount_of[r["nettverk_id"]]["innstilt_kr"],
            begrunnelse=amount_of[r["nettverk_id"]]["begrunnelse"],
            vilkar=amount_of[r["nettverk_id"]]["vilkar"] or "",
            last_year_kr=r["last_year_kr"],
            opening_kr=r["opening_kr"],
            grunnlag=_grunnlag(basis_of.get(r["nettverk_id"]), shares_of[r["nettverk_id"]]),
            uncertain={u["field"]: u["remark"] for u in remarks_of[r["nettverk_id"]]},
            owners=r["owners"],
            schools=r["schools"],
            private_schools=r["private_schools"],
            about=r["about"],
            source=r["source"],
            teacher_years=teacher_years.get(r["nettverk_id"]),
        )
        for r in nettverk
    )


def _grunnlag(row: Row | None, shares: list[Row]) -> Beslutningsgrunnlag | None:
    if row is None:
        return None
    return Beslutningsgrunnlag(
        need_kr=row["need_kr"],
        egenfinansiering_kr=row["egenfinansiering_kr"],
        shares=tuple(Share(s["recipient_id"], s["amount_kr"], s["koordinator_kr"], s["remark"]) for s in shares),
        tiltak=row["tiltak"],
        participants=row["participants"],
        duration=row["duration"],
        uh_partners=row["uh_partners"],
        roles=row["roles"],
    )


def _by_nettverk(found: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["nettverk_id"]].append(row)
    return grouped
