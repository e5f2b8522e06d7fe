"""An innstilling as an Excel workbook, with live formulas and the history. Every text is written as text."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dekom.change import Entry
from dekom.history_fields import moment_text
from dekom.history_lines import HEADINGS, history_lines
from dekom.history_names import names_of
from dekom.i18n import Message, render
from dekom.outcome import Kind, Outcome
from dekom.proceedings import Decision
from dekom.protocol import edition_text
from dekom.record import Edition, Record
from dekom.record_workbook_amounts import amounts_sheet

_NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_A4 = 9
Cell = Message | str | int | None
Lines = Iterable[Sequence[Cell]]


def workbook(record: Record, edition: Edition, entries: Sequence[Entry], language: str) -> bytes:
    """Return the workbook of an edition; `entries` are the changes that the sheet Historikk tells, in that order.

    The figures are the record's. Sums, changes and shares are formulas whose kept values are the record's too, so
    that a preview which works nothing out shows the same. Figures that are uncertain have a «?» and a comment.
    """
    content = BytesIO()
    case = record.case
    day = f"{case.held_on.day}.{case.held_on.month}.{case.held_on.year}"
    named = {"county": case.county, "ordning": case.ordning_name, "title": case.title, "day": day}
    top = (Message("{county} · {ordning} · {title} {day}", named), edition_text(edition, language))
    with Workbook(content, {"in_memory": True, **_NO_FORMULAS}) as book:
        made = edition.fastsatt_at or datetime.combine(case.held_on, time())
        book.set_properties({"title": render(top[0], language=language), "created": made})
        amounts_sheet(book, record, top, edition, language)
        sheets: tuple[tuple[Message, Sequence[tuple[Message, int]], Lines], ...] = (
            (Message("Begrunnelser og vilkår"), _REASONS, _reasons(record)),
            (Message("Kontroller"), _CHECKS, _checks(record)),
            (Message("Vedtak og votering"), _DECISIONS, _decisions(record)),
            (
                Message("Historikk"),
                tuple(zip(HEADINGS, _HISTORY_WIDTHS, strict=True)),
                _history(record, entries, language),
            ),
        )
        for title, columns, lines in sheets:
            sheet = book.add_worksheet(render(title, language=language))
            _table(book, sheet, top[1], columns, lines, language)
        for sheet in book.worksheets():
            _print_setup(sheet, top[1], language)
    return content.getvalue()


_REASONS = (
    (Message("Nettverk"), 26),
    (Message("Innstilt beløp"), 14),
    (Message("Begrunnelse"), 70),
    (Message("Vilkår"), 50),
)
_CHECKS = (
    (Message("Nettverk"), 26),
    (Message("Kontroll"), 32),
    (Message("Slag"), 16),
    (Message("Utfall"), 14),
    (Message("Forklaring"), 70),
    (Message("Forumets svar"), 50),
    (Message("Svaret er"), 14),
    (Message("Kilde"), 40),
)
_DECISIONS = (
    (Message("Sak"), 30),
    (Message("Hva"), 24),
    (Message("Når"), 19),
    (Message("Hvem"), 24),
    (Message("Tekst"), 70),
    (Message("Tall"), 30),
    (Message("Verdi"), 14),
)
_HISTORY_WIDTHS = (19, 22, 50, 24, 36, 22, 30, 30, 30)


def _reasons(record: Record) -> Lines:
    for nettverk in record.case.nettverk:
        yield nettverk.name, nettverk.innstilt_kr, nettverk.begrunnelse, nettverk.vilkar


def _checks(record: Record) -> Lines:
    """Every outcome: those of each network, then those of the whole."""
    for row in record.evaluation.rows:
        for outcome in row.outcomes:
            yield row.nettverk.name, *_check(outcome)
    for outcome in record.evaluation.outcomes:
        yield Message("Hele ordningen"), *_check(outcome)


def _check(outcome: Outcome) -> tuple[Cell, ...]:
    answer = outcome.acknowledgement
    kind = Message("Forbehold") if outcome.kind is Kind.KRAV else Message("Begrunnelse")
    words = (Message("{word}", {"word": word}) for word in (outcome.kind, outcome.status))
    return (
        outcome.title,
        *words,
        outcome.message,
        answer.text if answer else "",
        kind if answer else "",
        outcome.source,
    )


def _decisions(record: Record) -> Lines:
    """Decisions with their figures, ballots with their counts, dissents and statements, each under its agenda item."""
    proceedings = record.proceedings
    items = {item.id: f"{item.sak} {item.title}".strip() for item in proceedings.items}
    for decision in proceedings.decisions:
        if decision.ordning in {"", record.case.ordning}:
            item, (what, of_figures) = items.get(decision.item_id, ""), _decision_words(decision)
            yield item, what, moment_text(decision.decided_at), "", decision.text, "", None
            for figure in decision.figures:
                yield item, of_figures, "", "", "", figure.name, figure.kr
    for ballot in proceedings.ballots:
        counts: list[tuple[Cell, int]] = [*ballot.counts.items(), (Message("Avholdende"), ballot.abstained)]
        for name, votes in [*counts, (Message("Stemmeberettigede"), ballot.entitled)]:
            item, when = items.get(ballot.item_id, ""), moment_text(ballot.held_at)
            yield item, Message("Votering"), when, "", ballot.subject, name, votes
    for statement in proceedings.statements:
        kind = Message("Dissens") if statement.kind == "dissens" else Message("Protokolltilførsel")
        yield items.get(statement.item_id, ""), kind, "", statement.who, statement.text, "", None


def _decision_words(decision: Decision) -> tuple[Message, Message]:
    """Return what a decision is called, and its figures: a text that was not agreed on is no decision."""
    if decision.way == "ingen enighet":
        return Message("Forslag, ikke vedtatt: forumet ble ikke enig"), Message("Tall i forslaget, kr")
    way = Message("enighet") if decision.way == "enighet" else Message("votering")
    return Message("Vedtatt: {way}", {"way": way}), Message("Tall i vedtaket, kr")


def _history(record: Record, entries: Sequence[Entry], language: str) -> Lines:
    names = names_of((record.case,), record.work, record.proceedings)
    return (line.texts(language) for line in history_lines(entries, names))


def _table(
    book: Workbook,
    sheet: Worksheet,
    edition: Message,
    columns: Sequence[tuple[Message, int]],
    lines: Lines,
    language: str,
) -> None:
    """Write the edition, headings in a frozen row, and the lines, each value as what it is."""
    bold = book.add_format({"bold": True})
    heading = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "#,##0", "valign": "top"})
    sheet.write_string(0, 0, render(edition, language=language), bold)
    for index, (title, width) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(1, index, render(title, language=language), heading)
    last = 1
    for last, line in enumerate(lines, start=2):
        for index, cell in enumerate(line):
            if isinstance(cell, int):
                sheet.write_number(last, index, cell, number)
            elif cell:
                said = render(cell, language=language) if isinstance(cell, Message) else cell
                sheet.write_string(last, index, said, text)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    sheet.autofilter(1, 0, last, len(columns) - 1)


def _print_setup(sheet: Worksheet, edition: Message, language: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&L" + render(edition, language=language).replace("&", "&&") + "&R&A")
    sheet.set_footer("&R&P / &N")
