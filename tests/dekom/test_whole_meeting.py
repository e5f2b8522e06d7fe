"""One meeting from agenda to frozen record, on the demo's opening amounts, with the real parts and a real file.

The decisions, amounts, votes, seats and reasons in it are invented for this test, and say so themselves: the sources
tell nothing of what the forum decided on 9 March 2022.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import duckdb
import openpyxl
from docx import Document as read_word
from docx.document import Document as WordFile

from dekom import actions, agenda_actions, answers, decision_actions, seat_actions, vedtak_actions
from dekom.backup import write_copy
from dekom.change import Change, RowEdit, Values
from dekom.figures import format_kroner
from dekom.group_actions import add_inhabilitet
from dekom.groupwork import NOT_ANSWERED
from dekom.i18n import BOKMAL, Message, render
from dekom.letters import letters
from dekom.meetings import copy_meeting
from dekom.outcome import Kind
from dekom.proceedings import Proceedings
from dekom.protocol import protocol
from dekom.protocol_word import word
from dekom.record import DRAFT, Edition, Record
from dekom.record_workbook import workbook
from dekom.resolution_text import deviation_lines
from dekom.restore import restore
from dekom.store import Store, open_store
from dekom.version_compare import compare
from dekom.versions import Version, check, edition_of, freeze, load_record, load_versions, obstacles
from dekom.votes import result
from tests.dekom.store_fixtures import ADA, MEETING, ORDNING, amount, dump, load, nettverk, replayed

POOL_ITEM, GROUPS_ITEM, AMOUNTS_ITEM = "sak-2", "sak-7", "sak-10"
INVENTED = "(Oppdiktet for testen)"
AGREED = {
    "gauldal": 1_250_000,
    "fosen": 850_000,
    "verdal-levanger": 1_100_000,
    "midtre-namdal": 600_000,
    "indre-namdal": 750_000,
}
DEVIATING, VEDTAK_KR = "midtre-namdal", 650_000
SEATS = (("Skoleeiere", 8, "ja"), ("Nord universitet", 2, "ja"), ("NTNU", 2, "ja"), ("Statsforvalteren", 1, "nei"))


def test_meeting_from_agenda_to_frozen_record_letters_and_next_year(demo_file: Path) -> None:
    store = open_store(demo_file)
    opening = dump(store)
    hold_first_items(store)
    decide_pool(store)
    set_amounts(store)
    vote_on_amounts(store)

    number, copy = freeze(store, ADA, record(store)), write_copy(store, at_version=True)
    first = versions(store)[0]
    assert (number, edition(store)) == (1, first.edition)
    work_on_in_a_draft(store)
    assert edition(store) == DRAFT
    answer_open_points(store)
    assert freeze(store, ADA, record(store)) == 2
    first, second = versions(store)
    assert edition(store) == second.edition
    moved = [d for d in compare(first.record, second.record) if d.change_kr]
    assert [(d.nettverk_id, render(d.field), d.change_kr) for d in moved] == [
        ("", "Innstilt i alt", 10_000),
        ("", "Gjenstår", -10_000),
        ("fosen", "Innstilt", 10_000),
    ]
    papers_equal_the_database(store, second)
    assert replayed(opening, reversed(store.whole_history(MEETING, ADA))) == dump(store)

    tildelt = enter_vedtak(store)
    letters_say(second, tildelt)
    next_year_begins_with(store, tildelt)

    before = restore(store, copy, ADA)
    assert (amount(store, "fosen"), [check(v) for v in versions(store)]) == (850_000, [None, None])
    restore(store, before, ADA)
    assert (amount(store, "fosen"), edition(store)) == (860_000, second.edition)

    store.close()
    with duckdb.connect(str(demo_file)) as by_hand:
        by_hand.execute("UPDATE version SET content = replace(content, '850000', '950000') WHERE number = 1")
    store = open_store(demo_file)
    wrong = check(versions(store)[0])
    assert wrong
    assert render(wrong) == "Innholdet i versjon 1 er endret etter at den ble fastsatt."
    assert check(versions(store)[1]) is None
    store.close()


# The day


def at(minutes: int) -> datetime:
    return datetime(2022, 3, 9, 9, 0) + timedelta(minutes=minutes)


def going(store: Store) -> Proceedings:
    return store.load_proceedings(MEETING)


def hold_first_items(store: Store) -> None:
    """Seats and who is there, two items, and a group's answer."""
    edits = []
    for place, (organisation, seats, votes) in enumerate(SEATS):
        about: Values = {"organisation": organisation, "role": INVENTED, "seats": seats, "votes": votes}
        row = {**about, "position": place, "valid_from": None, "valid_to": None}
        edits.append(RowEdit("seat", {"meeting_id": MEETING, "seat_id": f"plass-{place}"}, None, row))
    store.apply(Change(MEETING, "", Message("Plasser"), tuple(edits)), ADA)
    present = {"plass-0": (7, 1, 1), "plass-1": (2, None, None), "plass-2": (1, None, 1), "plass-3": (1, None, None)}
    seat_actions.set_attendance(store, ADA, going(store), present)
    agenda_actions.start_item(store, ADA, going(store), "sak-1", at(2))
    agenda_actions.start_item(store, ADA, going(store), POOL_ITEM, at(20))
    items = {item.id: item for item in going(store).items}
    assert (items["sak-1"].ended_at, items[POOL_ITEM].is_current) == (at(20), True)
    work = store.load_group_work(MEETING, ADA)
    sheet, gruppe = work.sheets[0], work.grupper[0]
    question = next(q for q in sheet.questions if q.choices)
    place = answers.Place(MEETING, gruppe, sheet, nettverk(store, "fosen"), question)
    answers.save_choices(store, ADA, place, NOT_ANSWERED, question.choices[:1])
    assert store.load_group_work(MEETING, ADA).answers[place.key].choice == question.choices[0]


def decide_pool(store: Store) -> None:
    """The pool is agreed on, with the figure live in the text until it is."""
    text = f"Forumet bevilger samlet {{Direktefinansiering UH (pool)}} til Nord universitet og NTNU. {INVENTED}"
    decision_actions.set_resolution(store, ADA, going(store), POOL_ITEM, load(store), "", text)
    decision_actions.decide(store, ADA, going(store), POOL_ITEM, load(store), "enighet", at(100))
    decision = going(store).decision(POOL_ITEM)
    assert decision
    assert "samlet kr\u00a05\u00a0000\u00a0000 til Nord" in decision.text
    assert [(f.name, f.kr) for f in decision.figures] == [("Direktefinansiering UH (pool)", 5_000_000)]


def set_amounts(store: Store) -> None:
    """Groups present against the clock; the amounts are set in plenary, and what is open is answered."""
    agenda_actions.start_item(store, ADA, going(store), GROUPS_ITEM, at(225))
    room = store.load_group_work(MEETING, ADA).rooms[0]
    agenda_actions.start_timer(store, ADA, going(store), room, "fosen", "Fosen", 6, at(226))
    agenda_actions.stop_timer(store, ADA, going(store), room, at(231))
    agenda_actions.start_item(store, ADA, going(store), AMOUNTS_ITEM, at(330))
    case = load(store)
    agreed = {i: (nettverk(store, i).innstilt_kr, kr) for i, kr in AGREED.items()}
    actions.set_amounts(store, ADA, case, Message("Satt i plenum"), agreed)
    actions.set_begrunnelse(store, ADA, load(store), "fosen", "", f"Nærmere meldt behov. {INVENTED}")
    actions.set_vilkar(store, ADA, load(store), "fosen", "", f"Felles plan innen 1. juni. {INVENTED}")
    add_inhabilitet(
        store, ADA, store.load_group_work(MEETING, ADA), "Leder, Fosen", INVENTED, "Deltok ikke.", nettverk_id="fosen"
    )
    assert load(store).innstilt_kr == 13_705_615 + 829_142 <= (load(store).ramme_kr or 0)
    assert [m.msgid for m in obstacles(record(store))] != []
    answer_open_points(store)


def answer_open_points(store: Store) -> None:
    """A forbehold to every open krav, one begrunnelse to the rest."""
    answers_given = {True: f"Avklares før vedtaket. {INVENTED}", False: f"Forumet kjenner til det. {INVENTED}"}
    for is_krav, text in answers_given.items():
        found = [o for o in record(store).evaluation.open_outcomes if (o.kind is Kind.KRAV) == is_krav]
        if found:
            actions.acknowledge(store, ADA, load(store), found, text)
    assert obstacles(record(store)) == ()


def vote_on_amounts(store: Store) -> None:
    """Agreement fails; the seats that may vote do, one dissents, and the decision locks the sum."""
    text = f"Forumet innstiller på til sammen {{Innstilt}}. {INVENTED}"
    decision_actions.set_resolution(store, ADA, going(store), AMOUNTS_ITEM, load(store), "", text)
    seat_actions.set_majority_rule(store, ADA, going(store), "50", True, "avgitte", INVENTED)
    counts = {"For": 8, "Mot": 2}
    decision_actions.add_ballot(store, ADA, going(store), AMOUNTS_ITEM, f"Forslaget {INVENTED}", counts, 1, at(335))
    said = "Mener at Fosen skulle hatt mer."
    decision_actions.add_statement(store, ADA, going(store), AMOUNTS_ITEM, "dissens", "En skoleeier", said + INVENTED)
    decision_actions.decide(store, ADA, going(store), AMOUNTS_ITEM, load(store), "votering", at(340))
    agenda_actions.end_item(store, ADA, going(store), AMOUNTS_ITEM, at(341))
    held = going(store)
    [ballot] = held.ballots
    assert (ballot.counts, ballot.abstained, ballot.entitled) == (counts, 1, 11)  # not the statsforvalter's seat
    assert result(ballot, held.majority).winner == "For"
    assert [(s.kind, s.who) for s in held.statements] == [("dissens", "En skoleeier")]
    assert deviation_lines(held, load(store)) == []


def work_on_in_a_draft(store: Store) -> None:
    actions.set_amount(store, ADA, load(store), "fosen", 850_000, 860_000)
    [line] = deviation_lines(going(store), load(store))
    assert render(line).startswith("Avviker fra vedtaket i sak 10: Innstilt var 14\u00a0534\u00a0757\u00a0kr")


# Versions and papers


def record(store: Store) -> Record:
    return load_record(store, ADA, MEETING, ORDNING)


def versions(store: Store) -> Sequence[Version]:
    return load_versions(store, MEETING, ORDNING)


def edition(store: Store) -> Edition:
    return edition_of(load(store), versions(store))


def rows_in_database(store: Store) -> dict[str, tuple[int | None, int | None, int | None]]:
    """Return last year's amount, need and amount by the network's name, read past all that makes papers."""
    sql = """SELECT name, last_year_kr, need_kr, innstilt_kr FROM nettverk
             JOIN innstilling USING (meeting_id, ordning, nettverk_id)
             LEFT JOIN grunnlag USING (meeting_id, ordning, nettverk_id)
             WHERE meeting_id = ? ORDER BY position"""
    with duckdb.connect(str(store.path)) as connection:
        return {name: figures for name, *figures in connection.execute(sql, [MEETING]).fetchall()}  # type: ignore[misc]


def papers_equal_the_database(store: Store, version: Version) -> None:
    """The Word file's and the workbook's figures, read back, are those of the database."""
    expected = {name: list(figures) for name, figures in rows_in_database(store).items()}
    total_kr = sum(figures[2] or 0 for figures in expected.values())
    made = word(protocol(version.record, version.edition))
    paper = read_word(BytesIO(made))
    heading = ["Nettverk", "I fjor, kr", "Meldt behov, kr", "Innstilt, kr"]
    [table] = [t for t in paper.tables if [c.text for c in t.rows[0].cells][:4] == heading]
    *rows, sums = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert {row[0]: [kroner(text) for text in row[1:4]] for row in rows} == expected
    assert kroner(sums[3]) == total_kr == version.record.case.innstilt_kr
    whole = all_text(paper)
    told = ("dissens", "En skoleeier", "versjon 2", version.hash, INVENTED)
    for said in (*told, format_kroner(total_kr), format_kroner(5_000_000)):
        assert said.casefold() in whole.casefold(), said
    book = openpyxl.load_workbook(BytesIO(workbook(version.record, version.edition, [], BOKMAL)), data_only=True)
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    first = next(n for n, line in enumerate(lines) if line[0] == "Nettverk")
    columns = [lines[first].index(name) for name in ("I fjor", "Meldt behov", "Innstilt beløp")]
    found = {line[0]: [line[c] for c in columns] for line in lines[first + 1 : first + 1 + len(expected)]}
    assert found == expected


def kroner(text: str) -> int | None:
    """Return the figure in a cell of a paper, without the mark of one that is uncertain."""
    digits = text.replace("\u00a0", "").rstrip(" ?")
    return int(digits) if digits.isdecimal() else None


def all_text(paper: WordFile) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


# After the meeting


def enter_vedtak(store: Store) -> dict[str, int]:
    """The statsforvalter deviates for one network, with a reason, and follows the innstilling for the rest."""
    seen = vedtak_actions.load_vedtak(store, MEETING, ORDNING, versions(store))
    typed = {DEVIATING: vedtak_actions.Typed(format_kroner(VEDTAK_KR), f"Ny skole fra høsten. {INVENTED}", "")}
    vedtak_actions.save_vedtak(store, ADA, MEETING, ORDNING, seen, typed, versions(store))
    seen = vedtak_actions.load_vedtak(store, MEETING, ORDNING, versions(store))
    vedtak_actions.as_innstilt(store, ADA, MEETING, ORDNING, seen, versions(store))
    made = vedtak_actions.load_vedtak(store, MEETING, ORDNING, versions(store))
    assert {v.nettverk_id: v.deviation_kr for v in made if v.deviation_kr} == {DEVIATING: 50_000}
    assert next(v.conditions for v in made if v.nettverk_id == "fosen").startswith("Felles plan")
    return {v.nettverk_id: v.tildelt_kr for v in made if v.tildelt_kr is not None}


def letters_say(version: Version, tildelt: dict[str, int]) -> None:
    reasons = {DEVIATING: f"Ny skole fra høsten. {INVENTED}"}
    made = letters(version.record, version.edition, tildelt, reasons, {})
    whole = all_text(read_word(BytesIO(word(made))))
    assert all(format_kroner(kr) in whole for kr in tildelt.values())
    assert reasons[DEVIATING] in whole


def next_year_begins_with(store: Store, tildelt: dict[str, int]) -> None:
    typed = {"county": "Trøndelag", "title": f"Innstillingsmøte {INVENTED}", "held_on": "9.3.2023", "language": "nb"}
    new_id = copy_meeting(store, ADA, MEETING, typed, innstilt_for_missing=False)
    case = store.load_case(new_id, ORDNING)
    assert {n.id: n.last_year_kr for n in case.nettverk} == tildelt
    assert len(tildelt) == 11
    assert (case.innstilt_kr, load_versions(store, new_id, ORDNING)) == (0, ())
