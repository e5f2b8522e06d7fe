"""The tables that a meeting is set up with: one description for the page, the workbook and the import."""

from dataclasses import dataclass

from dekom.columns import Choice, Column
from dekom.i18n import Message


@dataclass(frozen=True, slots=True)
class SetUpTable:
    """A table of the set-up. `table` names it in the database, `title` on the page and as a sheet.

    A row is known by `own_id`, a slug made from the column `named_by`, or where that is "" by its `key` columns.
    Rows that people tell apart by `natural` columns stand once, unless they `may_repeat`. Ordered rows may stand in
    groups, such as by sheet.
    """

    table: str
    title: Message
    about: Message
    columns: tuple[Column, ...]
    natural: tuple[str, ...]
    own_id: str = ""
    key: tuple[str, ...] = ()
    is_ordered: bool = True
    grouped_by: str = ""
    may_repeat: bool = False

    @property
    def named_by(self) -> str:
        """The column that a row is called by."""
        return self.natural[-1]

    @property
    def is_of_ordning(self) -> bool:
        """Whether the rows belong to one ordning each, and not to the whole meeting."""
        return "ordning" in self.key

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.field == name)


YES_NO = (Choice("ja", Message("ja")), Choice("nei", Message("nei")))
LANGUAGES = (Choice("nb", Message("bokmål")), Choice("nn", Message("nynorsk")))
STATUSES = (Choice("foreløpig", Message("foreløpig")), Choice("endelig", Message("endelig")))
RECIPIENT_KINDS = (
    Choice("nettverk", Message("nettverket selv")),
    Choice("uh", Message("UH-institusjon")),
    Choice("andre", Message("andre")),
    Choice("ulest", Message("kan ikke leses")),
)
SHEET_PER = (Choice("nettverk", Message("nettverk")), Choice("gruppe", Message("gruppe")))
ANSWER_KINDS = (
    Choice("valg", Message("valg")),
    Choice("flere valg", Message("flere valg")),
    Choice("tekst", Message("tekst")),
    Choice("beløp", Message("beløp")),
)
UNCERTAIN_FIELDS = (
    Choice("behov", Message("meldt behov")),
    Choice("i_fjor", Message("i fjor")),
    Choice("egenfinansiering", Message("egenfinansiering")),
    Choice("nettverk", Message("nettverkets del")),
    Choice("koordinator", Message("koordinator")),
    Choice("uh", Message("UH-delen")),
)
LIMITS = (
    Choice("grense_koordinator", Message("koordinator, andel av meldt behov")),
    Choice("grense_endring", Message("endring fra i fjor")),
    Choice("grense_andel_av_behov", Message("innstilt, andel av meldt behov")),
)
ORDNING_NAMES = (
    Choice("dekom", Message("Dekom")),
    Choice("rekom", Message("Rekom")),
    Choice("kompetanseloftet", Message("Kompetanseløftet")),
    Choice("samlet", Message("Samlet ordning fra 2026")),
)

_SOURCE = Column(
    "source", Message("Kilde"), "tekst", Message("Hvor tallet eller opplysningen er hentet fra."), "Tildelingsbrev"
)
_ORDNING = Column(
    "ordning",
    Message("Ordning"),
    "valg",
    Message("Hvilken ordning raden gjelder. Kan stå tom når møtet har én ordning."),
    "Dekom",
    is_required=True,
    choices=ORDNING_NAMES,
)
_NETTVERK = Column(
    "nettverk_id",
    Message("Nettverk"),
    "navn",
    Message("Navnet slik det står i arket Nettverk."),
    "Nettverk Nord",
    is_required=True,
    refers_to="nettverk",
)

MEETING = SetUpTable(
    "meeting",
    Message("Møte"),
    Message("Fylket, dagen og målformen. Én rad."),
    (
        Column(
            "county",
            Message("Fylke"),
            "tekst",
            Message("Fylket eller regionen forumet er for."),
            "Møre og Romsdal",
            True,
        ),
        Column(
            "title",
            Message("Tittel"),
            "tekst",
            Message("Hva møtet heter."),
            "Innstillingsmøte i samarbeidsforum",
            True,
        ),
        Column("held_on", Message("Dato"), "dato", Message("Dagen møtet holdes."), "9.3.2022", True),
        Column(
            "language",
            Message("Målform"),
            "valg",
            Message("Målformen på storskjermen og i dokumentene."),
            "bokmål",
            True,
            LANGUAGES,
        ),
    ),
    natural=("title",),
    is_ordered=False,
)
ORDNING = SetUpTable(
    "ordning",
    Message("Ordninger"),
    Message("Ordningene møtet fordeler midler fra, hver med sin ramme."),
    (
        Column(
            "ordning",
            Message("Ordning"),
            "valg",
            Message("Hvilket regelverk som gjelder."),
            "Dekom",
            True,
            ORDNING_NAMES,
        ),
        Column("name", Message("Navn"), "tekst", Message("Hva ordningen kalles i dette fylket."), "Dekom", True),
        Column(
            "total_kr",
            Message("Samlet tilskudd"),
            "kr",
            Message("Hele tilskuddet til fylket, i kroner."),
            "20 700 000",
        ),
        Column(
            "status",
            Message("Status"),
            "valg",
            Message("Om rammen er foreløpig eller endelig."),
            "foreløpig",
            True,
            STATUSES,
        ),
        _SOURCE,
    ),
    natural=("ordning",),
    key=("ordning",),
    is_ordered=False,
)
FRAME_LINE = SetUpTable(
    "frame_line",
    Message("Ramme"),
    Message("Det som går av tilskuddet før nettverkene. Så mange linjer dere trenger, eller ingen."),
    (
        _ORDNING,
        Column("name", Message("Linje"), "tekst", Message("Hva pengene går til."), "Samlinger", True),
        Column(
            "recipient",
            Message("Mottaker"),
            "tekst",
            Message("Hvem som får dem, om det er bestemt."),
            "Høgskulen i Volda",
        ),
        Column(
            "amount_kr",
            Message("Beløp"),
            "kr",
            Message("I kroner. Tomt felt betyr at beløpet ikke er kjent."),
            "400 000",
        ),
        _SOURCE,
    ),
    natural=("ordning", "recipient", "name"),
    own_id="line_id",
    key=("ordning", "line_id"),
)
RECIPIENT = SetUpTable(
    "recipient",
    Message("Mottakere"),
    Message("Hvem behovet kan deles mellom: nettverket selv, UH-institusjoner og andre."),
    (
        Column("name", Message("Navn"), "tekst", Message("Navnet på mottakeren."), "Høgskulen i Volda", True),
        Column(
            "kind",
            Message("Slag"),
            "valg",
            Message("Hva slags mottaker det er."),
            "UH-institusjon",
            True,
            RECIPIENT_KINDS,
        ),
    ),
    natural=("name",),
    own_id="recipient_id",
    key=("recipient_id",),
)
NETTVERK = SetUpTable(
    "nettverk",
    Message("Nettverk"),
    Message("Kompetansenettverkene, med beløpet i fjor og utkastet møtet åpner med."),
    (
        _ORDNING,
        Column("name", Message("Nettverk"), "tekst", Message("Navnet på nettverket."), "Nettverk Nord", True),
        Column(
            "last_year_kr",
            Message("I fjor"),
            "kr",
            Message("Det nettverket ble tildelt i fjor, ikke det som ble innstilt."),
            "842 950",
        ),
        Column(
            "opening_kr",
            Message("Utgangspunkt"),
            "kr",
            Message("Utkastet møtet åpner med. Blir innstilt beløp der det ikke står noe; resten endres i møtet."),
            "900 000",
        ),
        Column(
            "tildelt_kr",
            Message("Tildelt"),
            "kr",
            Message("Det statsforvalteren tildelte etter møtet. Brukes som «i fjor» neste år."),
            "",
        ),
        Column(
            "owners", Message("Eiere"), "tekst", Message("Kommuner og andre eiere som deltar."), "Ålesund, Giske, Sula"
        ),
        Column(
            "schools", Message("Virksomheter"), "antall", Message("Antall skoler, eller barnehager i Rekom."), "24"
        ),
        Column(
            "private_schools",
            Message("Private virksomheter"),
            "antall",
            Message("Hvor mange av dem som er private."),
            "2",
        ),
        Column("about", Message("Om nettverket"), "tekst", Message("Kort omtale."), ""),
        _SOURCE,
    ),
    natural=("ordning", "name"),
    own_id="nettverk_id",
    key=("ordning", "nettverk_id"),
)
GRUNNLAG = SetUpTable(
    "grunnlag",
    Message("Beslutningsgrunnlag"),
    Message("Hva hvert nettverk søker om, hva det selv bidrar med, og hva det vil gjøre."),
    (
        _ORDNING,
        _NETTVERK,
        Column("need_kr", Message("Meldt behov"), "kr", Message("Det nettverket ber om, i kroner."), "1 100 000"),
        Column(
            "egenfinansiering_kr",
            Message("Egenfinansiering"),
            "kr",
            Message("Det eierne bidrar med selv, i kroner. Lønn kan regnes med."),
            "400 000",
        ),
        Column(
            "tiltak",
            Message("Tiltak"),
            "tekst",
            Message("Hva nettverket vil gjøre."),
            "Felles utvikling av vurderingspraksis",
        ),
        Column("participants", Message("Deltakere"), "tekst", Message("Hvem som deltar."), "Alle ungdomsskoler"),
        Column("duration", Message("Varighet"), "tekst", Message("Hvor lenge det varer."), "2022–2024"),
        Column(
            "uh_partners",
            Message("UH-partnere"),
            "tekst",
            Message("Hvilke universiteter og høyskoler nettverket samarbeider med."),
            "Høgskulen i Volda",
        ),
        Column("roles", Message("Roller"), "tekst", Message("Hvem som gjør hva."), ""),
    ),
    natural=("ordning", "nettverk_id"),
    key=("ordning", "nettverk_id"),
    is_ordered=False,
)
SHARE = SetUpTable(
    "share",
    Message("Fordeling av behov"),
    Message("Hvordan behovet deles. Én rad for hver mottaker i hvert nettverk."),
    (
        _ORDNING,
        _NETTVERK,
        Column(
            "recipient_id",
            Message("Mottaker"),
            "navn",
            Message("Navnet slik det står i arket Mottakere."),
            "Høgskulen i Volda",
            True,
            refers_to="recipient",
        ),
        Column("amount_kr", Message("Beløp"), "kr", Message("Mottakerens del av behovet, i kroner."), "600 000"),
        Column(
            "koordinator_kr",
            Message("Herav koordinator"),
            "kr",
            Message("Den delen av beløpet som lønner en koordinator."),
            "",
        ),
        Column("remark", Message("Merknad"), "tekst", Message("Det leseren bør vite om tallet."), ""),
    ),
    natural=("ordning", "nettverk_id", "recipient_id"),
    may_repeat=True,
    own_id="position",
    key=("ordning", "nettverk_id", "position"),
)
UNCERTAIN = SetUpTable(
    "uncertain",
    Message("Usikre tall"),
    Message("Tall som ikke kan leses sikkert. Kontroller som bruker dem, blir «Uavklart»."),
    (
        _ORDNING,
        _NETTVERK,
        Column(
            "field",
            Message("Tall"),
            "valg",
            Message("Hvilket tall det gjelder."),
            "meldt behov",
            True,
            UNCERTAIN_FIELDS,
        ),
        Column(
            "remark", Message("Merknad"), "tekst", Message("Hvorfor det er usikkert."), "Utydelig i søknaden", True
        ),
    ),
    natural=("ordning", "nettverk_id", "field"),
    key=("ordning", "nettverk_id", "field"),
    is_ordered=False,
)
YEARS = SetUpTable(
    "teacher_years",
    Message("Årsverk"),
    Message("Årsverk i hvert nettverk, til fordeling etter størrelse."),
    (
        _ORDNING,
        _NETTVERK,
        Column(
            "teacher_years",
            Message("Årsverk"),
            "årsverk",
            Message("Antall årsverk, gjerne med desimaler."),
            "412,5",
            True,
        ),
    ),
    natural=("ordning", "nettverk_id"),
    key=("ordning", "nettverk_id"),
    is_ordered=False,
)
LIMIT = SetUpTable(
    "forum_limit",
    Message("Grenser"),
    Message("Grenser forumet selv har vedtatt. Regelverket setter ingen av dem."),
    (
        _ORDNING,
        Column(
            "rule_id",
            Message("Grense"),
            "valg",
            Message("Hva grensen gjelder."),
            "koordinator, andel av meldt behov",
            True,
            LIMITS,
        ),
        Column("percent", Message("Prosent"), "prosent", Message("Høyeste andel, i prosent."), "20", True),
    ),
    natural=("ordning", "rule_id"),
    key=("ordning", "rule_id"),
    is_ordered=False,
)
ROOM = SetUpTable(
    "room",
    Message("Rom"),
    Message("Rommene i møtet. Hvert rom har sin storskjerm."),
    (Column("name", Message("Navn"), "tekst", Message("Navnet på rommet."), "Storsalen", True),),
    natural=("name",),
    own_id="room_id",
    key=("room_id",),
)
GRUPPE = SetUpTable(
    "gruppe",
    Message("Grupper"),
    Message("Gruppene, rommet de sitter i, og gruppen de lytter til."),
    (
        Column("name", Message("Navn"), "tekst", Message("Navnet på gruppen."), "Gruppe 1", True),
        Column("members", Message("Medlemmer"), "antall", Message("Hvor mange som er med."), "5"),
        Column(
            "room_id",
            Message("Rom"),
            "navn",
            Message("Navnet slik det står i arket Rom."),
            "Storsalen",
            refers_to="room",
        ),
        Column(
            "partner_id",
            Message("Lytter til"),
            "navn",
            Message("Gruppen som legger fram for denne gruppen."),
            "Gruppe 2",
            refers_to="gruppe",
        ),
    ),
    natural=("name",),
    own_id="gruppe_id",
    key=("gruppe_id",),
)
FORARBEID = SetUpTable(
    "forarbeid",
    Message("Forarbeid"),
    Message("Hvilke nettverk hver gruppe forbereder og legger fram."),
    (
        Column(
            "gruppe_id",
            Message("Gruppe"),
            "navn",
            Message("Navnet slik det står i arket Grupper."),
            "Gruppe 1",
            True,
            refers_to="gruppe",
        ),
        _NETTVERK,
    ),
    natural=("gruppe_id", "nettverk_id"),
    key=("gruppe_id", "nettverk_id"),
    grouped_by="gruppe_id",
)
SHEET = SetUpTable(
    "sheet",
    Message("Ark"),
    Message("Arkene gruppene fyller ut."),
    (
        Column("title", Message("Tittel"), "tekst", Message("Navnet på arket."), "Kriterieark", True),
        Column(
            "for_ordning",
            Message("Ordning"),
            "valg",
            Message("Ordningen arket gjelder."),
            "Dekom",
            True,
            ORDNING_NAMES,
        ),
        Column(
            "per",
            Message("Fylles ut per"),
            "valg",
            Message("Én gang for hvert nettverk, eller én gang for hele gruppen."),
            "nettverk",
            True,
            SHEET_PER,
        ),
        _SOURCE,
    ),
    natural=("title",),
    own_id="sheet_id",
    key=("sheet_id",),
)
QUESTION = SetUpTable(
    "question",
    Message("Spørsmål"),
    Message("Spørsmålene i hvert ark."),
    (
        Column(
            "sheet_id",
            Message("Ark"),
            "navn",
            Message("Tittelen slik den står i arket Ark."),
            "Kriterieark",
            True,
            refers_to="sheet",
        ),
        Column(
            "question_id",
            Message("Merke"),
            "tekst",
            Message("Tallet eller bokstaven spørsmålet går under."),
            "1",
            True,
        ),
        Column(
            "text",
            Message("Spørsmål"),
            "tekst",
            Message("Det gruppen skal svare på."),
            "Er tiltaket lokalt forankret?",
            True,
        ),
        Column(
            "kinds",
            Message("Svartype"),
            "flere valg",
            Message("Hva et svar kan være. Flere skilles med semikolon."),
            "valg",
            True,
            ANSWER_KINDS,
        ),
        Column("choices", Message("Svarvalg"), "tekst", Message("Valgene, skilt med semikolon."), "ja;delvis ja;nei"),
        Column(
            "frame_line", Message("Rammelinje"), "tekst", Message("Linjen i rammen som et beløp i svaret gjelder."), ""
        ),
        _SOURCE,
    ),
    natural=("sheet_id", "question_id"),
    key=("sheet_id", "question_id"),
    grouped_by="sheet_id",
)
SEAT = SetUpTable(
    "seat",
    Message("Plasser"),
    Message("Hvem som sitter i forumet, og hvem som kan stemme. Statsforvalteren stemmer ikke."),
    (
        Column(
            "organisation", Message("Organisasjon"), "tekst", Message("Hvem plassen tilhører."), "Universitet", True
        ),
        Column("role", Message("Rolle"), "tekst", Message("Hva den som sitter der, er."), "Medlem"),
        Column("seats", Message("Plasser"), "antall", Message("Antall plasser."), "2"),
        Column("votes", Message("Stemmerett"), "valg", Message("Om plassen har stemmerett."), "ja", True, YES_NO),
        Column(
            "valid_from",
            Message("Gjelder fra"),
            "dato",
            Message("Første dag plassen gjelder. Tomt felt: den gjelder allerede."),
            "1.8.2022",
        ),
        Column(
            "valid_to",
            Message("Gjelder til"),
            "dato",
            Message("Første dag plassen ikke gjelder lenger. Tomt felt: den gjelder fortsatt."),
            "",
        ),
    ),
    natural=("role", "organisation"),
    may_repeat=True,  # the same seats with another number from another day
    own_id="seat_id",
    key=("seat_id",),
)
AGENDA = SetUpTable(
    "agenda_item",
    Message("Saksliste"),
    Message("Sakene i rekkefølge, med klokkeslett."),
    (
        Column("starts", Message("Fra"), "klokke", Message("Når saken begynner."), "10:15"),
        Column("ends", Message("Til"), "klokke", Message("Når den er ferdig."), "11:45"),
        Column("sak", Message("Sak"), "tekst", Message("Saksnummeret."), "8/2022"),
        Column(
            "title", Message("Tittel"), "tekst", Message("Hva saken gjelder."), "Innstilling for bruk av midler", True
        ),
        Column("kind", Message("Type"), "tekst", Message("Hva slags sak det er."), "beslutningssak"),
        Column("remark", Message("Merknad"), "tekst", Message("Det møtelederen bør vite."), ""),
    ),
    natural=("sak", "starts", "title"),
    own_id="item_id",
    key=("item_id",),
)

# In an order where a table stands after those whose names it holds.
SET_UP_TABLES = (
    MEETING,
    ORDNING,
    FRAME_LINE,
    RECIPIENT,
    NETTVERK,
    GRUNNLAG,
    SHARE,
    UNCERTAIN,
    YEARS,
    LIMIT,
    ROOM,
    GRUPPE,
    FORARBEID,
    SHEET,
    QUESTION,
    SEAT,
    AGENDA,
)


def table_named(name: str) -> SetUpTable:
    """Return a set-up table by its name in the database."""
    return next(table for table in SET_UP_TABLES if table.table == name)
