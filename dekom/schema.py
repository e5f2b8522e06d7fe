"""The database schema as an ordered list of migrations; a step and its record are one transaction."""

import duckdb

MIGRATIONS: tuple[tuple[str, str], ...] = (
    (
        "innstilling",
        """
        CREATE TABLE meeting (
            meeting_id VARCHAR PRIMARY KEY, county VARCHAR NOT NULL, title VARCHAR NOT NULL, held_on DATE NOT NULL
        );
        CREATE TABLE ordning (
            meeting_id VARCHAR, ordning VARCHAR, name VARCHAR NOT NULL, total_kr BIGINT, status VARCHAR NOT NULL,
            source VARCHAR NOT NULL, PRIMARY KEY (meeting_id, ordning)
        );
        CREATE TABLE frame_line (
            meeting_id VARCHAR, ordning VARCHAR, line_id VARCHAR, position INTEGER NOT NULL, name VARCHAR NOT NULL,
            recipient VARCHAR NOT NULL, amount_kr BIGINT, source VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, ordning, line_id)
        );
        CREATE TABLE set_aside (
            meeting_id VARCHAR, ordning VARCHAR, set_aside_id VARCHAR, name VARCHAR NOT NULL,
            amount_kr BIGINT NOT NULL, PRIMARY KEY (meeting_id, ordning, set_aside_id)
        );
        CREATE TABLE recipient (
            meeting_id VARCHAR, recipient_id VARCHAR, position INTEGER NOT NULL, name VARCHAR NOT NULL,
            kind VARCHAR NOT NULL, PRIMARY KEY (meeting_id, recipient_id)
        );
        CREATE TABLE nettverk (
            meeting_id VARCHAR, ordning VARCHAR, nettverk_id VARCHAR, position INTEGER NOT NULL,
            name VARCHAR NOT NULL, owners VARCHAR NOT NULL, schools INTEGER, private_schools INTEGER,
            about VARCHAR NOT NULL, source VARCHAR NOT NULL, last_year_kr BIGINT, opening_kr BIGINT,
            PRIMARY KEY (meeting_id, ordning, nettverk_id)
        );
        CREATE TABLE innstilling (
            meeting_id VARCHAR, ordning VARCHAR, nettverk_id VARCHAR, innstilt_kr BIGINT,
            begrunnelse VARCHAR NOT NULL, PRIMARY KEY (meeting_id, ordning, nettverk_id)
        );
        CREATE TABLE grunnlag (
            meeting_id VARCHAR, ordning VARCHAR, nettverk_id VARCHAR, need_kr BIGINT, egenfinansiering_kr BIGINT,
            tiltak VARCHAR NOT NULL, participants VARCHAR NOT NULL, duration VARCHAR NOT NULL,
            uh_partners VARCHAR NOT NULL, roles VARCHAR NOT NULL, PRIMARY KEY (meeting_id, ordning, nettverk_id)
        );
        CREATE TABLE share (
            meeting_id VARCHAR, ordning VARCHAR, nettverk_id VARCHAR, position INTEGER, recipient_id VARCHAR NOT NULL,
            amount_kr BIGINT, koordinator_kr BIGINT, remark VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, ordning, nettverk_id, position)
        );
        CREATE TABLE uncertain (
            meeting_id VARCHAR, ordning VARCHAR, nettverk_id VARCHAR, field VARCHAR, remark VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, ordning, nettverk_id, field)
        );
        CREATE TABLE forum_limit (
            meeting_id VARCHAR, ordning VARCHAR, rule_id VARCHAR, percent VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, ordning, rule_id)
        );
        CREATE TABLE acknowledgement (
            meeting_id VARCHAR, ordning VARCHAR, rule_id VARCHAR, nettverk_id VARCHAR, text VARCHAR NOT NULL,
            facts VARCHAR NOT NULL, PRIMARY KEY (meeting_id, ordning, rule_id, nettverk_id)
        );
        CREATE TABLE printed_figure (
            meeting_id VARCHAR, ordning VARCHAR, table_name VARCHAR, row_name VARCHAR, position INTEGER,
            column_name VARCHAR NOT NULL, amount_kr BIGINT, percent INTEGER, remark VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, ordning, table_name, row_name, position)
        );
        CREATE TABLE browser (browser_id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL);
        CREATE TABLE change (
            change_id BIGINT PRIMARY KEY, made_at TIMESTAMP NOT NULL, meeting_id VARCHAR NOT NULL,
            ordning VARCHAR NOT NULL, what VARCHAR NOT NULL, why VARCHAR NOT NULL, browser_id VARCHAR NOT NULL,
            who VARCHAR NOT NULL, kind VARCHAR NOT NULL, original_id BIGINT NOT NULL
        );
        CREATE TABLE change_row (
            change_id BIGINT, position INTEGER, table_name VARCHAR NOT NULL, row_key VARCHAR NOT NULL,
            before VARCHAR, after VARCHAR, PRIMARY KEY (change_id, position)
        );
        """,
    ),
    (
        "hva om",
        """
        CREATE TABLE teacher_years (
            meeting_id VARCHAR, ordning VARCHAR, nettverk_id VARCHAR, teacher_years VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, ordning, nettverk_id)
        );
        CREATE TABLE key_figures (
            meeting_id VARCHAR, ordning VARCHAR, base_grant_kr BIGINT NOT NULL, year VARCHAR NOT NULL,
            source VARCHAR NOT NULL, PRIMARY KEY (meeting_id, ordning)
        );
        CREATE TABLE scenario (
            meeting_id VARCHAR, ordning VARCHAR, scenario_id VARCHAR, name VARCHAR NOT NULL, note VARCHAR NOT NULL,
            position INTEGER NOT NULL, total_kr BIGINT, figures VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, ordning, scenario_id)
        );
        CREATE TABLE scenario_line (
            meeting_id VARCHAR, ordning VARCHAR, scenario_id VARCHAR, line_id VARCHAR, amount_kr BIGINT,
            PRIMARY KEY (meeting_id, ordning, scenario_id, line_id)
        );
        CREATE TABLE scenario_amount (
            meeting_id VARCHAR, ordning VARCHAR, scenario_id VARCHAR, nettverk_id VARCHAR, amount_kr BIGINT,
            PRIMARY KEY (meeting_id, ordning, scenario_id, nettverk_id)
        );
        """,
    ),
    (
        "gruppearbeid og storskjerm",
        """
        ALTER TABLE change ADD COLUMN topic VARCHAR DEFAULT 'innstilling';
        CREATE TABLE room (
            meeting_id VARCHAR, room_id VARCHAR, position INTEGER NOT NULL, name VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, room_id)
        );
        CREATE TABLE gruppe (
            meeting_id VARCHAR, gruppe_id VARCHAR, position INTEGER NOT NULL, name VARCHAR NOT NULL,
            members INTEGER, room_id VARCHAR NOT NULL, partner_id VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, gruppe_id)
        );
        CREATE TABLE forarbeid (
            meeting_id VARCHAR, gruppe_id VARCHAR, nettverk_id VARCHAR, position INTEGER NOT NULL,
            PRIMARY KEY (meeting_id, gruppe_id, nettverk_id)
        );
        CREATE TABLE tie (
            meeting_id VARCHAR, gruppe_id VARCHAR, kind VARCHAR, subject_id VARCHAR, remark VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, gruppe_id, kind, subject_id)
        );
        CREATE TABLE sheet (
            meeting_id VARCHAR, sheet_id VARCHAR, position INTEGER NOT NULL, title VARCHAR NOT NULL,
            for_ordning VARCHAR NOT NULL, per VARCHAR NOT NULL, source VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, sheet_id)
        );
        CREATE TABLE question (
            meeting_id VARCHAR, sheet_id VARCHAR, question_id VARCHAR, position INTEGER NOT NULL,
            text VARCHAR NOT NULL, kinds VARCHAR NOT NULL, choices VARCHAR NOT NULL, source VARCHAR NOT NULL,
            frame_line VARCHAR NOT NULL, PRIMARY KEY (meeting_id, sheet_id, question_id)
        );
        CREATE TABLE answer (
            meeting_id VARCHAR, gruppe_id VARCHAR, sheet_id VARCHAR, nettverk_id VARCHAR, question_id VARCHAR,
            choice VARCHAR NOT NULL, text VARCHAR NOT NULL, note VARCHAR NOT NULL, amount_kr BIGINT,
            PRIMARY KEY (meeting_id, gruppe_id, sheet_id, nettverk_id, question_id)
        );
        CREATE TABLE revealed (
            meeting_id VARCHAR, gruppe_id VARCHAR, sheet_id VARCHAR, PRIMARY KEY (meeting_id, gruppe_id, sheet_id)
        );
        CREATE TABLE shown_note (
            meeting_id VARCHAR, gruppe_id VARCHAR, sheet_id VARCHAR, nettverk_id VARCHAR, question_id VARCHAR,
            PRIMARY KEY (meeting_id, gruppe_id, sheet_id, nettverk_id, question_id)
        );
        CREATE TABLE inhabilitet (
            meeting_id VARCHAR, inhabilitet_id VARCHAR, position INTEGER NOT NULL, who VARCHAR NOT NULL,
            concerns VARCHAR NOT NULL, decision VARCHAR NOT NULL, PRIMARY KEY (meeting_id, inhabilitet_id)
        );
        CREATE TABLE tied_left_out (meeting_id VARCHAR PRIMARY KEY);
        CREATE TABLE wall (
            meeting_id VARCHAR, room_id VARCHAR, view VARCHAR NOT NULL, ordning VARCHAR NOT NULL,
            nettverk_id VARCHAR NOT NULL, gruppe_id VARCHAR NOT NULL, sheet_id VARCHAR NOT NULL,
            question_id VARCHAR NOT NULL, text VARCHAR NOT NULL, resumes VARCHAR NOT NULL,
            what_if VARCHAR NOT NULL, shows VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, room_id)
        );
        CREATE TABLE wall_control (
            meeting_id VARCHAR, room_id VARCHAR, held_at BIGINT, follows VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, room_id)
        );
        CREATE TABLE access_key (
            key_id VARCHAR PRIMARY KEY, hash VARCHAR NOT NULL UNIQUE, role VARCHAR NOT NULL,
            meeting_id VARCHAR NOT NULL, gruppe_id VARCHAR NOT NULL, made_at TIMESTAMP NOT NULL, revoked_at TIMESTAMP
        );
        CREATE TABLE access_email (
            meeting_id VARCHAR, email VARCHAR, role VARCHAR NOT NULL, gruppe_id VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, email)
        );
        """,
    ),
    (
        "oppsett",
        """
        ALTER TABLE meeting ADD COLUMN language VARCHAR DEFAULT 'nb';
        ALTER TABLE nettverk ADD COLUMN tildelt_kr BIGINT;
        CREATE TABLE agenda_item (
            meeting_id VARCHAR, item_id VARCHAR, position INTEGER NOT NULL, starts VARCHAR NOT NULL,
            ends VARCHAR NOT NULL, sak VARCHAR NOT NULL, title VARCHAR NOT NULL, kind VARCHAR NOT NULL,
            remark VARCHAR NOT NULL, PRIMARY KEY (meeting_id, item_id)
        );
        CREATE TABLE seat (
            meeting_id VARCHAR, seat_id VARCHAR, position INTEGER NOT NULL, organisation VARCHAR NOT NULL,
            role VARCHAR NOT NULL, seats INTEGER, votes VARCHAR NOT NULL, PRIMARY KEY (meeting_id, seat_id)
        );
        -- PDF and Word are packed already.
        CREATE TABLE document (hash VARCHAR PRIMARY KEY, content BLOB NOT NULL USING COMPRESSION 'uncompressed');
        CREATE TABLE attachment (
            meeting_id VARCHAR, ordning VARCHAR, nettverk_id VARCHAR, attachment_id VARCHAR,
            position INTEGER NOT NULL, name VARCHAR NOT NULL, hash VARCHAR NOT NULL, size INTEGER NOT NULL,
            PRIMARY KEY (meeting_id, ordning, nettverk_id, attachment_id)
        );
        ALTER TABLE printed_figure RENAME TO printed_before;
        CREATE TABLE printed_figure (
            meeting_id VARCHAR, ordning VARCHAR, table_name VARCHAR, row_name VARCHAR, position INTEGER,
            line INTEGER NOT NULL, column_name VARCHAR NOT NULL, amount_kr BIGINT, percent VARCHAR,
            remark VARCHAR NOT NULL, PRIMARY KEY (meeting_id, ordning, table_name, row_name, position)
        );
        INSERT INTO printed_figure
            SELECT meeting_id, ordning, table_name, row_name, position, 0, column_name, amount_kr,
                   CAST(percent AS VARCHAR), remark FROM printed_before;
        DROP TABLE printed_before;
        """,
    ),
    (
        "saksgang og fastsatt innstilling",
        """
        ALTER TABLE seat ADD COLUMN valid_from DATE;
        ALTER TABLE seat ADD COLUMN valid_to DATE;
        ALTER TABLE inhabilitet ADD COLUMN nettverk_id VARCHAR DEFAULT '';
        ALTER TABLE innstilling ADD COLUMN vilkar VARCHAR DEFAULT '';
        ALTER TABLE wall ADD COLUMN item_id VARCHAR DEFAULT '';
        -- Moments are UTC, as 2022-03-09T09:15:00; "" while there is none.
        CREATE TABLE agenda_progress (
            meeting_id VARCHAR, item_id VARCHAR, started_at VARCHAR NOT NULL, ended_at VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, item_id)
        );
        CREATE TABLE timer (
            meeting_id VARCHAR, room_id VARCHAR, nettverk_id VARCHAR NOT NULL, started_at VARCHAR NOT NULL,
            seconds INTEGER NOT NULL, ended_at VARCHAR NOT NULL, PRIMARY KEY (meeting_id, room_id)
        );
        CREATE TABLE attendance (
            meeting_id VARCHAR, seat_id VARCHAR, present INTEGER, vara INTEGER, absent INTEGER,
            PRIMARY KEY (meeting_id, seat_id)
        );
        CREATE TABLE resolution (
            meeting_id VARCHAR, item_id VARCHAR, for_ordning VARCHAR NOT NULL, text VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, item_id)
        );
        CREATE TABLE decision (
            meeting_id VARCHAR, item_id VARCHAR, for_ordning VARCHAR NOT NULL, way VARCHAR NOT NULL,
            text VARCHAR NOT NULL, figures VARCHAR NOT NULL, decided_at VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, item_id)
        );
        CREATE TABLE ballot (
            meeting_id VARCHAR, ballot_id VARCHAR, item_id VARCHAR NOT NULL, position INTEGER NOT NULL,
            subject VARCHAR NOT NULL, abstained INTEGER NOT NULL, entitled INTEGER NOT NULL, held_at VARCHAR NOT NULL,
            PRIMARY KEY (meeting_id, ballot_id)
        );
        CREATE TABLE ballot_count (
            meeting_id VARCHAR, ballot_id VARCHAR, position INTEGER, alternative VARCHAR NOT NULL,
            scenario_id VARCHAR NOT NULL, votes INTEGER NOT NULL, PRIMARY KEY (meeting_id, ballot_id, position)
        );
        CREATE TABLE statement (
            meeting_id VARCHAR, statement_id VARCHAR, item_id VARCHAR NOT NULL, position INTEGER NOT NULL,
            kind VARCHAR NOT NULL, who VARCHAR NOT NULL, text VARCHAR NOT NULL, PRIMARY KEY (meeting_id, statement_id)
        );
        CREATE TABLE majority_rule (
            meeting_id VARCHAR PRIMARY KEY, percent VARCHAR NOT NULL, bound VARCHAR NOT NULL,
            share_of VARCHAR NOT NULL, source VARCHAR NOT NULL
        );
        CREATE TABLE minutes (
            meeting_id VARCHAR, item_id VARCHAR, text VARCHAR NOT NULL, PRIMARY KEY (meeting_id, item_id)
        );
        CREATE TABLE version (
            meeting_id VARCHAR, ordning VARCHAR, number INTEGER, fastsatt_at VARCHAR NOT NULL, who VARCHAR NOT NULL,
            content VARCHAR NOT NULL, hash VARCHAR NOT NULL, PRIMARY KEY (meeting_id, ordning, number)
        );
        CREATE TABLE vedtak (
            meeting_id VARCHAR, ordning VARCHAR, nettverk_id VARCHAR, reason VARCHAR NOT NULL,
            conditions VARCHAR NOT NULL, PRIMARY KEY (meeting_id, ordning, nettverk_id)
        );
        """,
    ),
)


class NewerSchema(Exception):
    """The file was written by a newer edition of the product."""


class ForeignDatabase(Exception):
    """The file is a database, but not one of ours."""


def inspect(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many migrations the file has; raise if it is not ours, or newer than this edition."""
    named = "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
    found = {name for (name,) in connection.execute(named).fetchall()}
    if not found:
        return 0
    if "migration" not in found:
        raise ForeignDatabase
    applied = [name for (name,) in connection.execute("SELECT name FROM migration ORDER BY number").fetchall()]
    ours = [name for name, _sql in MIGRATIONS]
    if len(applied) > len(ours) and applied[: len(ours)] == ours:
        raise NewerSchema
    if not applied or applied != ours[: len(applied)]:
        raise ForeignDatabase
    return len(applied)


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the file to this edition's schema, one transaction a step."""
    applied = inspect(connection)
    for number, (name, sql) in enumerate(MIGRATIONS[applied:], start=applied + 1):
        connection.execute("BEGIN")
        try:
            connection.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name VARCHAR)")
            connection.execute(sql)
            connection.execute("INSERT INTO migration VALUES (?, ?)", [number, name])
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
