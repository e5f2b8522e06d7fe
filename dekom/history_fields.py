"""What a row and a column of the database are called, and how their values are read: the words of the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from dekom.change import Value
from dekom.clock import local
from dekom.columns import Choice, Column, text_of
from dekom.figures import format_exact_percent
from dekom.i18n import Message
from dekom.set_up import word_of
from dekom.set_up_tables import ORDNING_NAMES, SET_UP_TABLES, SetUpTable
from dekom.wall import VIEW_NAMES

Kind = Literal["tekst", "kr", "antall", "prosent", "tidspunkt", "er satt", "valg", "navn"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a user can change. `refers_to` is the table whose names a column of kind `navn` stands for."""

    heading: Message
    kind: Kind = "tekst"
    choices: tuple[Choice, ...] = ()
    refers_to: str = ""


NOTHING = Message("–")
_VIEWS = tuple(Choice(view, word) for view, word in VIEW_NAMES.items())
_ROLES = (
    Choice("sekretariat", Message("sekretariat")),
    Choice("gruppe", Message("gruppe")),
    Choice("tilhører", Message("tilhører")),
)
_WAYS = (
    Choice("enighet", Message("enighet")),
    Choice("votering", Message("votering")),
    Choice("ingen enighet", Message("ingen enighet")),
)
_STATEMENTS = (Choice("dissens", Message("dissens")), Choice("protokolltilførsel", Message("protokolltilførsel")))
_BOUNDS = (Choice("minst", Message("minst")), Choice("mer enn", Message("mer enn")))
_SHARES_OF = (
    Choice("avgitte", Message("avgitte stemmer")),
    Choice("stemmeberettigede", Message("stemmeberettigede")),
)

_SET_UP: Mapping[str, SetUpTable] = {table.table: table for table in SET_UP_TABLES}
# Tables that are not filled in under Oppsett; "" where the columns say enough.
_TITLES: Mapping[str, Message] = {
    "innstilling": Message(""),
    "set_aside": Message("Avsatt"),
    "acknowledgement": Message("Svar på åpent punkt"),
    "printed_figure": Message("Trykt tall"),
    "key_figures": Message("Nøkkeltall"),
    "scenario": Message("Scenario"),
    "scenario_line": Message("Scenario, rammelinje"),
    "scenario_amount": Message("Scenario, nettverk"),
    "tie": Message("Tilknytning"),
    "answer": Message("Gruppens svar"),
    "revealed": Message("Svarene vist for alle"),
    "shown_note": Message("Notat tatt med"),
    "inhabilitet": Message("Inhabilitet"),
    "tied_left_out": Message("Svar med tilknytning holdt utenfor"),
    "wall": Message("Storskjerm"),
    "wall_control": Message("Storskjerm"),
    "access_email": Message("Tilgang"),
    "attachment": Message("Vedlegg"),
    "agenda_progress": Message("Saksliste"),
    "timer": Message("Taletid"),
    "attendance": Message("Oppmøte"),
    "resolution": Message("Forslag til vedtak"),
    "decision": Message("Vedtatt"),
    "ballot": Message("Votering"),
    "ballot_count": Message("Votering"),
    "statement": Message("Dissens og protokolltilførsel"),
    "majority_rule": Message("Flertallsregel"),
    "minutes": Message("Referat"),
    "version": Message("Fastsatt innstilling"),
    "vedtak": Message("Statsforvalterens vedtak"),
}
_ORDNING = Field(Message("Ordning"), "valg", ORDNING_NAMES)
_NETTVERK = Field(Message("Nettverk"), "navn", refers_to="nettverk")
_SOURCE, _TEXT, _NAME = Field(Message("Kilde")), Field(Message("Tekst")), Field(Message("Navn"))
_FIELDS: Mapping[tuple[str, str], Field] = {
    ("innstilling", "innstilt_kr"): Field(Message("Innstilt beløp"), "kr"),
    ("innstilling", "begrunnelse"): Field(Message("Begrunnelse")),
    ("innstilling", "vilkar"): Field(Message("Vilkår")),
    ("set_aside", "amount_kr"): Field(Message("Avsatt beløp"), "kr"),
    ("set_aside", "name"): Field(Message("Avsatt til")),
    ("acknowledgement", "text"): Field(Message("Forbehold eller begrunnelse")),
    ("printed_figure", "column_name"): Field(Message("Kolonne")),
    ("printed_figure", "amount_kr"): Field(Message("Beløp"), "kr"),
    ("printed_figure", "percent"): Field(Message("Prosent"), "prosent"),
    ("printed_figure", "remark"): Field(Message("Merknad")),
    ("key_figures", "base_grant_kr"): Field(Message("Grunntilskudd"), "kr"),
    ("key_figures", "year"): Field(Message("År")),
    ("key_figures", "source"): _SOURCE,
    ("ordning", "source"): _SOURCE,
    ("scenario", "name"): _NAME,
    ("scenario", "note"): Field(Message("Merknad")),
    ("scenario", "total_kr"): Field(Message("Totalt"), "kr"),
    ("scenario_line", "amount_kr"): Field(Message("Beløp"), "kr"),
    ("scenario_amount", "amount_kr"): Field(Message("Beløp"), "kr"),
    ("tie", "remark"): Field(Message("Merknad")),
    ("answer", "choice"): Field(Message("Svar")),
    ("answer", "text"): _TEXT,
    ("answer", "note"): Field(Message("Notat")),
    ("answer", "amount_kr"): Field(Message("Foreslått beløp"), "kr"),
    ("inhabilitet", "who"): Field(Message("Hvem")),
    ("inhabilitet", "concerns"): Field(Message("Gjelder")),
    ("inhabilitet", "decision"): Field(Message("Forumets avgjørelse")),
    ("inhabilitet", "nettverk_id"): _NETTVERK,
    ("wall", "view"): Field(Message("Viser"), "valg", _VIEWS),
    ("wall", "text"): _TEXT,
    ("wall", "item_id"): Field(Message("Sak"), "navn", refers_to="agenda_item"),
    ("wall", "resumes"): Field(Message("Vi fortsetter kl.")),
    ("wall_control", "held_at"): Field(Message("Holdt"), "er satt"),
    ("wall_control", "follows"): Field(Message("Følger skjermen"), "er satt"),
    ("access_email", "role"): Field(Message("Rolle"), "valg", _ROLES),
    ("access_email", "gruppe_id"): Field(Message("Gruppe"), "navn", refers_to="gruppe"),
    ("attachment", "name"): Field(Message("Fil")),
    ("agenda_progress", "started_at"): Field(Message("Startet"), "tidspunkt"),
    ("agenda_progress", "ended_at"): Field(Message("Ferdig"), "tidspunkt"),
    ("timer", "nettverk_id"): _NETTVERK,
    ("timer", "started_at"): Field(Message("Startet"), "tidspunkt"),
    ("timer", "seconds"): Field(Message("Sekunder"), "antall"),
    ("timer", "ended_at"): Field(Message("Stoppet"), "tidspunkt"),
    ("attendance", "present"): Field(Message("Til stede"), "antall"),
    ("attendance", "vara"): Field(Message("Vara"), "antall"),
    ("attendance", "absent"): Field(Message("Forfall"), "antall"),
    ("resolution", "for_ordning"): _ORDNING,
    ("resolution", "text"): _TEXT,
    ("decision", "for_ordning"): _ORDNING,
    ("decision", "way"): Field(Message("Avgjort ved"), "valg", _WAYS),
    ("decision", "text"): _TEXT,
    ("decision", "decided_at"): Field(Message("Vedtatt"), "tidspunkt"),
    ("ballot", "item_id"): Field(Message("Sak"), "navn", refers_to="agenda_item"),
    ("ballot", "subject"): Field(Message("Votering over")),
    ("ballot", "abstained"): Field(Message("Avholdende"), "antall"),
    ("ballot", "entitled"): Field(Message("Stemmeberettigede"), "antall"),
    ("ballot", "held_at"): Field(Message("Holdt"), "tidspunkt"),
    ("ballot_count", "alternative"): Field(Message("Alternativ")),
    ("ballot_count", "votes"): Field(Message("Antall stemmer"), "antall"),
    ("statement", "item_id"): Field(Message("Sak"), "navn", refers_to="agenda_item"),
    ("statement", "kind"): Field(Message("Slag"), "valg", _STATEMENTS),
    ("statement", "who"): Field(Message("Hvem")),
    ("statement", "text"): _TEXT,
    ("majority_rule", "percent"): Field(Message("Andel"), "prosent"),
    ("majority_rule", "bound"): Field(Message("Grense"), "valg", _BOUNDS),
    ("majority_rule", "share_of"): Field(Message("Andel av"), "valg", _SHARES_OF),
    ("majority_rule", "source"): _SOURCE,
    ("minutes", "text"): _TEXT,
    ("version", "fastsatt_at"): Field(Message("Fastsatt"), "tidspunkt"),
    ("version", "who"): Field(Message("Hvem")),
    ("vedtak", "reason"): Field(Message("Begrunnelse")),
    ("vedtak", "conditions"): Field(Message("Vilkår")),
}
# What the program keeps for itself in a row: the order of the rows, fingerprints, figures in a form of its own.
INTERNAL = frozenset(
    {
        *((table.table, "position") for table in SET_UP_TABLES if table.is_ordered and table.own_id != "position"),
        *((table, "position") for table in ("attachment", "ballot", "inhabilitet", "scenario", "statement")),
        *(("acknowledgement", "facts"), ("scenario", "figures"), ("decision", "figures"), ("printed_figure", "line")),
        *(("attachment", "hash"), ("attachment", "size"), ("version", "content"), ("version", "hash")),
        *(("wall", c) for c in ("ordning", "nettverk_id", "gruppe_id", "sheet_id", "question_id", "what_if", "shows")),
        ("ballot_count", "scenario_id"),
    }
)


def title_of(table: str) -> Message:
    """Return what a table is called; "" where its columns say enough."""
    return _SET_UP[table].title if table in _SET_UP else _TITLES[table]


def field_of(table: str, column: str) -> Field | None:
    """Return how a column is shown, None for what the program keeps for itself."""
    if own := _FIELDS.get((table, column)):
        return own
    described = next((c for c in _SET_UP[table].columns if c.field == column), None) if table in _SET_UP else None
    return _set_up_field(described) if described else None


def _set_up_field(column: Column) -> Field:
    kinds: Mapping[str, Kind] = {"kr": "kr", "valg": "valg", "flere valg": "valg", "prosent": "prosent"}
    kind: Kind = "navn" if column.refers_to else kinds.get(column.kind, "tekst")
    return Field(column.heading, kind, column.choices, column.refers_to)


def value_text(field: Field, table: str, column: str, value: Value) -> Message:
    """Return a stored value as a person reads it, «–» for nothing. Names are left to the caller."""
    if value is None or value == "":
        return NOTHING if field.kind != "er satt" else Message("nei")
    match field.kind:
        case "er satt":
            return Message("ja")
        case "kr":
            return Message("{kr:tall}", {"kr": value})
        case "prosent":
            return Message("{text}", {"text": format_exact_percent(Fraction(str(value)) / 100)})
        case "tidspunkt":
            return Message("{text}", {"text": moment_text(datetime.fromisoformat(str(value)))})
        case "valg":
            words = [word_of(field.choices, part) for part in str(value).split(";")]
            return Message("{words:semikolon}", {"words": words})
    if table in _SET_UP and (described := next((c for c in _SET_UP[table].columns if c.field == column), None)):
        return Message("{text}", {"text": text_of(described, value) if not isinstance(value, bool) else str(value)})
    return Message("{text}", {"text": str(value)})


def moment_text(stored: datetime) -> str:
    """Return a stored moment (UTC) as Norwegian date and clock, `09.03.2022 14:32:05`."""
    return f"{local(stored):%d.%m.%Y %H:%M:%S}"
