"""The referat and innstilling as a document: every part says what the record holds, and what it lacks."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.groupwork import Answer, Inhabilitet, Tie
from dekom.plain import canonical, revive
from dekom.proceedings import Ballot, Decision, Figure, Majority, Resolution, Seat, Statement
from dekom.protocol import protocol
from dekom.protocol_document import Bullets, Document, Facts, Heading, Paragraph, Table
from dekom.record import DRAFT, Record
from tests.dekom.builders import answer_to, make_case, make_evaluation, make_grunnlag, make_nettverk, outcome_of
from tests.dekom.records import VERSION_1, A, B, full_record, make_record
from tests.dekom.store_fixtures import HOSTILE_TEXTS


def document_of(record: Record | None = None) -> Document:
    return protocol(record or make_record(), DRAFT, "nb")


def table(document: Document, title: str) -> Table:
    """Return the only table of a name."""
    (found,) = [block for block in document.blocks if isinstance(block, Table) and block.title == title]
    return found


def plain(rows: Iterable[Iterable[str]]) -> list[list[str]]:
    return [[cell.replace("\u00a0", " ") for cell in row] for row in rows]


def under(document: Document, *headings: str) -> str:
    """Return the text below a heading, and a heading below that, down to the next of its level, a line a part."""
    blocks = list(document.blocks)
    for text in headings:
        start = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.text == text)
        level = blocks[start].level  # type: ignore[union-attr]
        rest = blocks[start + 1 :]
        end = next((i for i, b in enumerate(rest) if isinstance(b, Heading) and b.level <= level), len(rest))
        blocks = rest[:end]
    return "\n".join(line for block in blocks for line in lines(block)).replace("\u00a0", " ")


def lines(block: object) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [block.text]
        case Facts():
            return [f"{name}: {what}" for name, what in block.rows]
        case Bullets():
            return list(block.items)
        case Table():
            return [block.title, *(" | ".join(row) for row in block.rows)]
    return []


def headings(document: Document, level: int = 1) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level == level]


def kr(cell: str) -> int:
    """Return the figure in a cell."""
    return int(re.sub(r"[^\d−]", "", cell.removesuffix("(usikkert)")).replace("−", "-"))


# --- Draft and fastsatt ---


def test_draft_and_version_cannot_be_confused():
    draft, version = protocol(make_record(), DRAFT, "nb"), protocol(make_record(), VERSION_1, "nb")
    assert (draft.mark, draft.is_draft, draft.status) == ("UTKAST", True, "UTKAST: innstillingen er ikke fastsatt")
    assert (version.mark, version.is_draft) == ("FASTSATT", False)
    assert version.status == "FASTSATT, versjon 1, 9. mars 2022 kl. 15.58"
    assert version.dated == datetime(2022, 3, 9, 14, 58)
    assert "UTKAST" not in "\n".join(line for block in version.blocks for line in lines(block))
    assert under(version, "Fingeravtrykk") == f"Versjon 1, SHA-256: {VERSION_1.hash}"
    assert "Fingeravtrykk" not in headings(draft)


def test_first_lines_name_meeting_county_date_and_ordning():
    (first, *_rest) = document_of().blocks
    assert isinstance(first, Facts)
    assert first.rows[1:] == (
        ("Møte", "Innstillingsmøte"),
        ("Fylke", "Prøvefylket"),
        ("Dato", "9. mars 2022"),
        ("Ordning", "Dekom"),
        ("Ramme", "Foreløpig: den kan bli endret"),
    )


def test_parts_stand_in_their_order():
    assert headings(document_of(full_record())) == [
        "Forumets innstilling",
        "Beløpene",
        "Rammen",
        "Nettverk for nettverk",
        "Gruppenes svar på spørsmålene",
        "Godtatt med begrunnelse",
        "Forbehold",
        "Tilknytning og inhabilitet",
        "Til stede",
        "Saksliste og vedtak",
        "Kontrollene",
        "Nøkkeltall",
    ]


def test_frozen_record_gives_the_same_document():
    record = full_record()
    assert protocol(revive(Record, canonical(record)), VERSION_1, "nb") == protocol(record, VERSION_1, "nb")


def test_nynorsk_document_says_so():
    assert protocol(make_record(), DRAFT, "nn").language == "nn"


# --- The money ---


def test_amounts_with_sums():
    found = table(document_of(), "Beløp per nettverk")
    assert plain(found.rows) == [
        ["Fosen", "950 000", "1 200 000", "1 000 000", "+50 000", "+5,3 %"],
        ["Vaernes", "1 000 000", "1 200 000", "2 000 000", "+1 000 000", "+100,0 %"],
        ["Sum", "1 950 000", "2 400 000", "3 000 000", "+1 050 000", "+53,8 %"],
    ]
    assert [column.is_number for column in found.columns] == [False, True, True, True, True, True]
    assert found.sums == 1


def test_missing_and_uncertain_amounts_are_said_to_be():
    case = make_case(
        make_nettverk("fosen", uncertain={"i_fjor": "Sifrene er visket ut."}),
        make_nettverk("vaernes", None, None, grunnlag=make_grunnlag(need_kr=None)),
        make_nettverk("ny", last_year_kr=0),
    )
    document = document_of(make_record(case))
    assert plain(table(document, "Beløp per nettverk").rows) == [
        ["Fosen", "950 000 (usikkert)", "1 200 000", "1 000 000", "+50 000 (usikkert)", "+5,3 % (usikkert)"],
        ["Vaernes", "Ikke oppgitt", "Ikke oppgitt", "Ikke oppgitt", "Ikke oppgitt", "–"],
        ["Ny", "0", "1 200 000", "1 000 000", "+1 000 000", "–"],
        ["Sum", "950 000", "2 400 000", "2 000 000", "+1 050 000", "+110,5 %"],
    ]
    said = under(document, "Beløpene")
    assert "Summen av meldt behov er uten Vaernes: ikke oppgitt." in said
    assert "Summen av endringene er uten Vaernes: et beløp mangler." in said
    assert "Fosen, beløpet i fjor: usikkert i kilden. Sifrene er visket ut." in said


AMOUNTS = st.one_of(st.none(), st.integers(0, 10**12))


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=12))
def test_every_amount_and_sum_is_exactly_that_of_the_record(figures):
    case = make_case(
        *(
            make_nettverk(f"n{i}", innstilt, last, make_grunnlag(need))
            for i, (innstilt, last, need) in enumerate(figures)
        )
    )
    *rows, sums = table(document_of(make_record(case)), "Beløp per nettverk").rows
    for row, (innstilt, last, need) in zip(rows, figures, strict=True):
        for cell, expected in zip(row[1:4], (last, need, innstilt), strict=True):
            assert cell == "Ikke oppgitt" if expected is None else kr(cell) == expected
    assert [kr(cell) for cell in sums[1:4]] == [sum(f[i] or 0 for f in figures) for i in (1, 2, 0)]


@pytest.mark.parametrize(
    ("status", "said"), [("foreløpig", "Rammen er foreløpig."), ("endelig", "Rammen er endelig.")]
)
def test_frame_with_its_status_and_what_is_left(status, said):
    case = make_case(make_nettverk(), lines=[("Pool", 500_000)], set_asides=[("Reserve", 300_000)])
    document = document_of(make_record(replace(case, status=status)))
    text = under(document, "Rammen")
    assert "Totalt 5 000 000 − Pool 500 000 = 4 500 000 til nettverkene. Avsatt til Reserve 300 000." in text
    assert said in text
    assert plain(table(document, "Fra rammen til det som gjenstår").rows) == [
        ["Ramme til nettverkene", "4 500 000"],
        ["Innstilt", "−1 000 000"],
        ["Avsatt til Reserve", "−300 000"],
        ["Gjenstår", "3 200 000"],
    ]


@pytest.mark.parametrize(("innstilt", "is_over"), [(4_999_999, False), (5_000_000, False), (5_000_001, True)])
def test_over_the_frame_is_said(innstilt, is_over):
    text = under(document_of(make_record(make_case(make_nettverk(innstilt_kr=innstilt)))), "Rammen")
    assert ("Innstilt og avsatt er 1 kr mer enn rammen til nettverkene." in text) is is_over


def test_frame_that_is_not_known_is_said():
    document = document_of(make_record(make_case(make_nettverk(), lines=[("Pool", None)])))
    assert plain(table(document, "Fra tilskuddet til rammen").rows)[1:] == [
        ["Pool", "Alle", "", "Ikke oppgitt"],
        ["Ramme til nettverkene", "", "", "Ikke oppgitt"],
    ]
    assert "Gjenstår: Ikke oppgitt" in under(document, "Nøkkeltall")


# --- Decisions ---


def decision(way="enighet", kr=3_000_000, ordning="dekom"):
    figures = (Figure("Innstilt", kr),)
    return Decision("sak-10", ordning, way, "Samlet innstilles kr 3 000 000.", figures, datetime(2022, 3, 9, 14))


@pytest.mark.parametrize(
    ("way", "said"), [("enighet", "Vedtatt ved enighet."), ("votering", "Vedtatt etter votering.")]
)
def test_decision_stands_first_with_its_locked_figures(way, said):
    document = document_of(make_record(proceedings={"decisions": (decision(way),)}))
    assert under(document, "Forumets innstilling", "Sak 10/2022: Samlet innstilling").startswith(
        f"Vedtatt: Samlet innstilles kr 3 000 000.\nHvordan: {said}\nTallene i teksten: Innstilt 3 000 000 kr"
    )
    assert under(document, "Saksliste og vedtak", "Sak 10/2022: Samlet innstilling") == (
        "Vedtatt: Se «Forumets innstilling»."
    )


def test_text_that_was_not_agreed_on_is_no_part_of_the_innstilling():
    document = document_of(make_record(proceedings={"decisions": (decision("ingen enighet"),)}))
    assert under(document, "Forumets innstilling").startswith("Det er ikke ført noe vedtak om innstillingen i møtet.")
    assert "Samlet innstilles" not in under(document, "Forumets innstilling")
    assert under(document, "Saksliste og vedtak", "Sak 10/2022: Samlet innstilling").startswith(
        "Forslag til vedtak: Samlet innstilles kr 3 000 000.\nHvordan: Forumet ble ikke enig."
    )


@pytest.mark.parametrize(("then", "deviates"), [(3_000_000, False), (2_999_999, True)])
def test_figure_that_moved_after_the_decision_is_said(then, deviates):
    text = under(document_of(make_record(proceedings={"decisions": (decision(kr=then),)})), "Forumets innstilling")
    assert ("Avviker fra vedtaket i sak 10: Innstilt var 2 999 999 kr, er 3 000 000 kr" in text) is deviates


def test_what_moved_stands_under_its_own_decision():
    both = (replace(decision(kr=1), item_id="sak-8"), decision(kr=2))
    text = under(document_of(make_record(proceedings={"decisions": both})), "Forumets innstilling")
    found = [line for line in text.splitlines() if line.startswith(("Sak ", "Avviker"))]
    assert [line.partition(":")[0] for line in found] == [
        "Sak 8/2022",
        "Avviker fra vedtaket i sak 8",
        "Sak 10/2022",
        "Avviker fra vedtaket i sak 10",
    ]


def test_decision_on_another_ordning_is_no_part_of_the_innstilling():
    document = document_of(make_record(proceedings={"decisions": (decision(ordning="rekom"),)}))
    assert "Det er ikke ført noe vedtak" in under(document, "Forumets innstilling")
    assert "Samlet innstilles" in under(document, "Saksliste og vedtak")


def test_proposal_that_is_not_decided_shows_its_figures_as_they_stand():
    document = document_of(
        make_record(proceedings={"resolutions": (Resolution("sak-10", "dekom", "Vi gir {Fosen}."),)})
    )
    assert under(document, "Saksliste og vedtak", "Sak 10/2022: Samlet innstilling") == (
        "Forslag til vedtak, ikke avgjort: Vi gir kr 1 000 000."
    )


BALLOT = Ballot("b", "sak-10", "Fordelingen", {"For": 9, "Mot": 3}, 1, 15, datetime(2022, 3, 9, 14))
HALF = Majority(Fraction(1, 2), True, "avgitte", "Mandatet")
TWO_THIRDS = Majority(Fraction(2, 3), False, "stemmeberettigede")


@pytest.mark.parametrize(
    ("majority", "winner"), [(None, False), (HALF, True), (TWO_THIRDS, False)], ids=["none", "half", "two thirds"]
)
def test_ballot_names_a_winner_only_by_the_forums_rule(majority, winner):
    document = document_of(make_record(proceedings={"ballots": (BALLOT,), "majority": majority}))
    assert plain(table(document, "Votering: Fordelingen").rows) == [
        ["For", "9"],
        ["Mot", "3"],
        ["Avstår", "1"],
        ["Ikke avgitt", "2"],
        ["Stemmeberettigede", "15"],
    ]
    assert ("«For» har nok" in under(document, "Saksliste og vedtak")) is winner


def test_minutes_dissent_and_statements_stand_under_their_item():
    statements = (
        Statement("1", "sak-10", "dissens", "En skoleeier", "Følg årsverkene."),
        Statement("2", "sak-10", "protokolltilførsel", "", "Behovet er større."),
    )
    record = make_record(proceedings={"statements": statements, "minutes": {"sak-8": "Poolen ble drøftet."}})
    document = document_of(record)
    assert under(document, "Saksliste og vedtak", "Sak 8/2022: Poolen") == "Poolen ble drøftet."
    assert under(document, "Saksliste og vedtak", "Sak 10/2022: Samlet innstilling") == (
        "Dissens, En skoleeier: Følg årsverkene.\nProtokolltilførsel: Behovet er større."
    )
    assert [row[2] for row in table(document, "Saksliste").rows] == ["Poolen", "Samlet innstilling", "Pause"]
    assert "Pause" not in headings(document, 2)


# --- Networks ---


def test_network_shows_the_four_things_udir_asks_for():
    grunnlag = make_grunnlag(
        tiltak="Lesing i alle fag", participants="Tre kommuner", duration="2022–2024", uh_partners="Nord universitet"
    )
    nettverk = make_nettverk(
        grunnlag=grunnlag, owners="Indre Fosen", begrunnelse="Godt planlagt", vilkar="Eget budsjett"
    )
    text = under(document_of(make_record(make_case(nettverk))), "Nettverk for nettverk", "Fosen")
    for line in (
        "Innstilt: 1 000 000 kr",
        "Begrunnelse: Godt planlagt",
        "Vilkår: Eget budsjett",
        "Tiltak som prioriteres: Lesing i alle fag",
        "Hvem som deltar: Tre kommuner",
        "Hvor lenge: 2022–2024",
        "Eiere som samarbeider: Indre Fosen",
        "UH som samarbeider: Nord universitet",
        "Slik fordeles pengene mellom aktørene",
        "Nettverk inkl. koordinator | 400 000 | 100 000",
        "Nord universitet | 800 000 | –",
        "Sum | 1 200 000 | 100 000",
        "Egenfinansiering: 300 000 kr",
        "Slik møter tiltakene tildelingskriteriene",
        "UH-partner: Oppfylt. Nord universitet er oppgitt som UH-partner med 800 000 kr.",
    ):
        assert line in text.splitlines()


def test_network_without_a_basis_lacks_everything_aloud():
    text = under(document_of(make_record(make_case(make_nettverk(grunnlag=None)))), "Nettverk for nettverk", "Fosen")
    for line in (
        "Beslutningsgrunnlag er ikke levert.",
        "Begrunnelse: Ikke oppgitt",
        "Vilkår: Ingen vilkår er satt.",
        "Tiltak som prioriteres: Ikke oppgitt",
        "Fordelingen mellom nettverket og UH er ikke oppgitt.",
        "Egenfinansiering: Ikke oppgitt",
    ):
        assert line in text.splitlines()


def test_answers_of_the_groups_stand_under_the_network_and_notes_only_if_picked():
    answers = {
        ("a", "kriterieark", "fosen", "1"): Answer("delvis ja", note="hemmelig"),
        ("a", "kriterieark", "fosen", "konklusjon"): Answer(text="Klar", note="åpent"),
        ("a", "kriterieark", "fosen", "belop"): Answer(amount_kr=900_000),
        ("b", "kriterieark", "vaernes", "1"): Answer(note="bare et notat"),
    }
    shown = frozenset({("a", "kriterieark", "fosen", "konklusjon")})
    tied = replace(A, ties=(Tie("uh", "nord"),))
    document = document_of(make_record(work={"answers": answers, "shown_notes": shown, "grupper": (tied, B)}))
    found, unanswered = (b for b in document.blocks if isinstance(b, Table) and b.title == "Kriterieark")
    assert unanswered.rows == (("Lokalt forankret?", "Ikke besvart"),)
    assert [column.title for column in found.columns] == ["Spørsmål", "Gruppe A (forarbeid, tilknytning)"]
    assert plain(found.rows) == [
        ["Lokalt forankret?", "delvis ja"],
        ["Konklusjon", "Klar; Notat: åpent"],
        ["Foreslått beløp", "900 000 kr"],
    ]
    assert "Kriterieark: ikke besvart av Gruppe B." in under(document, "Nettverk for nettverk", "Fosen")
    assert "Kriterieark: ikke besvart av Gruppe A, Gruppe B." in under(document, "Nettverk for nettverk", "Vaernes")
    assert "hemmelig" not in under(document, "Nettverk for nettverk")


def test_answers_stand_in_the_groups_order_with_the_unanswered_named():
    answers = {
        ("a", "kriterieark", "vaernes", "1"): Answer("nei"),
        ("b", "kriterieark", "vaernes", "konklusjon"): Answer(text="Klar"),
    }
    document = document_of(make_record(work={"answers": answers}))
    (_fosen, found) = (b for b in document.blocks if isinstance(b, Table) and b.title == "Kriterieark")
    assert [column.title for column in found.columns[1:]] == ["Gruppe A (lytting)", "Gruppe B (forarbeid)"]
    assert found.rows[0] == ("Lokalt forankret?", "nei", "Ikke besvart")


def test_krav_stand_apart_from_the_criteria():
    text = under(document_of(make_record(work={"sheets": ()})), "Nettverk for nettverk", "Fosen")
    criteria, krav = text.partition("Slik møter tiltakene tildelingskriteriene\n")[2].split("\nKrav\n")
    assert criteria == "Det er ikke lagt inn noe ark med kriterier for ordningen."
    assert "UH-partner: Oppfylt." in krav


@pytest.mark.parametrize(
    ("told", "kr", "said"),
    [
        ("NTNU", 800_000, "NTNU"),
        ("", 800_000, "Nord universitet (etter fordelingen av meldt behov)"),
        (" ", 1, "Nord universitet (etter fordelingen av meldt behov)"),
        ("", 0, "Ikke oppgitt"),
        ("", None, "Ikke oppgitt"),
    ],
)
def test_uh_partners_that_are_not_named_are_those_that_get_a_share(told, kr, said):
    grunnlag = make_grunnlag(uh_partners=told)
    shares = tuple(replace(s, amount_kr=kr) if s.recipient_id == "nord" else s for s in grunnlag.shares)
    nettverk = make_nettverk(grunnlag=replace(grunnlag, shares=shares))
    text = under(document_of(make_record(make_case(nettverk))), "Nettverk for nettverk", "Fosen")
    assert f"UH som samarbeider: {said}" in text.splitlines()


def test_case_without_networks_says_so():
    assert "Det er ikke lagt inn noen nettverk." in under(
        document_of(make_record(make_case())), "Nettverk for nettverk"
    )


# --- What the forum answered, and who was there ---


def test_what_was_accepted_forbehold_and_what_is_open_stand_apart():
    case = make_case(make_nettverk(innstilt_kr=1_300_000), make_nettverk("vaernes", 2_000_000))
    evaluation = make_evaluation(case)
    answers = (
        answer_to(outcome_of(evaluation, "over_behov"), "Etterslep fra i fjor."),
        answer_to(outcome_of(evaluation, "egenfinansiering"), "Ny plan innen 1. mai."),
    )
    document = document_of(make_record(replace(case, acknowledgements=answers)))
    assert [(row[0], row[1], row[3]) for row in table(document, "Godtatt med begrunnelse").rows] == [
        ("Fosen", "Innstilt mot behov", "Etterslep fra i fjor.")
    ]
    assert [(row[0], row[1], row[3]) for row in table(document, "Forbehold").rows] == [
        ("Fosen", "Egenfinansiering", "Ny plan innen 1. mai.")
    ]
    assert [row[:2] for row in table(document, "Åpne punkter").rows] == [
        ("Vaernes", "Egenfinansiering"),
        ("Vaernes", "Innstilt mot behov"),
    ]
    assert "det mangler 90 000 kr." in plain(table(document, "Forbehold").rows)[0][2]


def test_nothing_accepted_and_nothing_open_is_said():
    document = document_of(make_record(make_case(make_nettverk())))
    assert under(document, "Godtatt med begrunnelse") == "Forumet har ikke godtatt noe avvik."
    assert under(document, "Forbehold") == "Forumet har ikke tatt forbehold."
    assert "Åpne punkter" not in headings(document)


@pytest.mark.parametrize(
    ("nettverk_id", "concerns", "said"),
    [
        ("fosen", "Koordinator", "Fosen: Koordinator"),
        ("fosen", "", "Fosen"),
        ("", "Poolen", "Poolen"),
        ("", "", "Ikke oppgitt"),
    ],
)
def test_ties_and_inhabilitet(nettverk_id, concerns, said):
    work = {
        "grupper": (replace(A, ties=(Tie("nettverk", "vaernes", "Sitter i styret"), Tie("uh", "ntnu"))), B),
        "inhabilitet": (Inhabilitet("1", "En eier", concerns, "Trådte ut", nettverk_id),),
    }
    document = document_of(make_record(work=work))
    assert table(document, "Tilknytning").rows == (
        ("Gruppe A", "Vaernes", "Sitter i styret"),
        ("Gruppe A", "NTNU", ""),
    )
    assert table(document, "Inhabilitet").rows == (("En eier", said, "Trådte ut"),)


def test_seats_are_those_of_the_day_with_sums_of_what_is_given():
    seats = (
        Seat("1", "Eiere", "Medlem", 8, True, present=6, vara=1, absent=1),
        Seat("2", "UH", "Medlem", 5, False, valid_from=date(2022, 3, 9), present=4),
        Seat("3", "UH", "Medlem", 4, True, valid_to=date(2022, 3, 9), present=99),
    )
    document = document_of(make_record(proceedings={"seats": seats}))
    assert table(document, "Medlemmene og frammøtet").rows == (
        ("Eiere", "Medlem", "Ja", "8", "6", "1", "1"),
        ("UH", "Medlem", "Nei", "5", "4", "Ikke oppgitt", "Ikke oppgitt"),
        ("Sum", "", "", "13", "10", "1", "1"),
    )
    assert "Summene gjelder det som er oppgitt." in under(document, "Til stede")


def test_nothing_written_down_of_the_meeting_is_said():
    document = document_of(make_record(proceedings={"items": ()}))
    assert under(document, "Til stede") == "Medlemmene er ikke lagt inn."
    assert under(document, "Saksliste og vedtak") == "Sakslisten er ikke lagt inn."
    assert under(document, "Tilknytning og inhabilitet") == (
        "Det er ikke ført noen tilknytning.\nDet er ikke ført noen inhabilitet."
    )


# --- The checks ---


def test_checks_stand_with_results_sources_and_dated_parameters():
    document = document_of(make_record(replace(make_case(make_nettverk()), limits={"grense_endring": Fraction(1, 8)})))
    found = {row[0]: row for row in plain(table(document, "Kontrollene som er brukt").rows)}
    assert found["Egenfinansiering"][1:3] == ["Krav", "Oppfylt: 1"]
    assert "«finansiering tilsvarende 30 % av de statlige midlene»" in found["Egenfinansiering"][3]
    assert found["Sum mot ramme"][2].startswith("Stemmer. Innstilt og avsatt er 1 000 000 kr")
    parameters = {row[0]: row[1:3] for row in plain(table(document, "Regelverdier på møtedagen").rows)}
    assert parameters["Egenfinansiering"] == ["30 %", "1. januar 2017"]
    assert parameters["UH-partner"] == ["Gjelder", "1. januar 2017"]
    assert parameters["Avrunding i trykte prosenter"] == ["1 prosentpoeng", "1. januar 2017"]
    assert plain(table(document, "Forumets egne grenser").rows) == [["Endring fra i fjor", "12,5 %"]]


def test_parameter_that_is_not_known_is_said():
    document = document_of(make_record(on=date(2026, 3, 9)))
    parameters = {row[0]: row[1:3] for row in plain(table(document, "Regelverdier på møtedagen").rows)}
    assert parameters["Egenfinansiering"] == ["Ikke kjent: kontrollen er av", "1. januar 2026"]
    assert "Forumet har ikke satt egne grenser." in under(document, "Kontrollene")


# --- Any text ---


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_users_write_stands_as_it_was_written(text):
    said = "\n".join(line for block in document_of(full_record(text)).blocks for line in lines(block))
    assert said.count(text) >= 30


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x00b\x1bc", "a�b�c"), ("\ud800", "�"), ("\uffff", "�"), ("a\tb\nc", "a\tb\nc"), ("a\r\nb", "a\nb")],
)
def test_what_no_document_can_hold_is_seen_to_be_left_out(text, shown):
    document = document_of(make_record(make_case(make_nettverk(begrunnelse=text + "."))))
    assert f"Begrunnelse: {shown}." in under(document, "Nettverk for nettverk")
