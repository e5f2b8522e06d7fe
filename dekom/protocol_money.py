"""The money in the innstilling: what is recommended, the amounts by network, and the frame they are taken from."""

from collections.abc import Sequence
from fractions import Fraction

from dekom.evaluate import Row, frame_identity
from dekom.i18n import Message
from dekom.model import sum_known
from dekom.protocol_decisions import decided, is_recommended, of_item
from dekom.protocol_document import NOT_STATED, Paper, Text, figure, money
from dekom.record import Record
from dekom.resolution_text import deviation_line

SUM = Message("Sum")


def recommended(paper: Paper, record: Record) -> None:
    """Write what the forum recommends: what it adopted on this ordning, with what has moved since, and the sum."""
    case = record.case
    paper.heading(1, Message("Forumets innstilling"))
    decisions = [d for d in record.proceedings.decisions if is_recommended(d, case.ordning)]
    for decision in decisions:
        paper.heading(2, of_item(record.proceedings.item(decision.item_id)))
        decided(paper, decision)
        if moved := deviation_line(record.proceedings, decision, case):
            paper.say(moved)
    if not decisions:
        paper.say(Message("Det er ikke ført noe vedtak om innstillingen i møtet."))
    given = [n for n in case.nettverk if n.innstilt_kr is not None]
    figures = {"kr": case.innstilt_kr, "antall": len(given), "alle": len(case.nettverk)}
    paper.say(Message("Innstilt til sammen {kr:kr}. {antall:tall} av {alle:tall} nettverk har beløp.", figures))


def amounts(paper: Paper, record: Record) -> None:
    """Write the table of amounts with its sums, and what is uncertain or missing in it."""
    rows = record.evaluation.rows
    columns = (
        Message("Nettverk"),
        Message("I fjor, kr"),
        Message("Meldt behov, kr"),
        Message("Innstilt, kr"),
        Message("Endring, kr"),
        Message("Endring, %"),
    )
    paper.heading(1, Message("Beløpene"))
    paper.table(
        Message("Beløp per nettverk"), columns, [*map(_amount_row, rows), _sum_row(rows)], numbers=range(1, 6), sums=1
    )
    _say_missing(paper, rows)
    for row in rows:
        for field, name in _FIELDS.items():
            if remark := row.nettverk.uncertain.get(field):
                said = {"navn": row.nettverk.name, "felt": name, "merknad": remark}
                paper.note(Message("{navn}, {felt}: usikkert i kilden. {merknad}", said))


_FIELDS = {"i_fjor": Message("beløpet i fjor"), "behov": Message("meldt behov")}


def _amount_row(row: Row) -> Sequence[Text]:
    nettverk = row.nettverk
    last_is_uncertain = "i_fjor" in nettverk.uncertain
    return (
        nettverk.name,
        figure(nettverk.last_year_kr, last_is_uncertain),
        figure(nettverk.need_kr, "behov" in nettverk.uncertain),
        figure(nettverk.innstilt_kr),
        change(row.change_kr, last_is_uncertain),
        percent(row.change_share, last_is_uncertain),
    )


def _sum_row(rows: Sequence[Row]) -> Sequence[Text]:
    """Return the sums of what is known; the change is of the networks that have both amounts."""
    both = [row for row in rows if row.change_kr is not None]
    change_kr, last_kr = sum_known(r.change_kr for r in both), sum_known(r.nettverk.last_year_kr for r in both)
    return (
        SUM,
        figure(sum_known(r.nettverk.last_year_kr for r in rows)),
        figure(sum_known(r.nettverk.need_kr for r in rows)),
        figure(sum_known(r.nettverk.innstilt_kr for r in rows)),
        change(change_kr if both else None),
        percent(Fraction(change_kr, last_kr) if last_kr else None),
    )


def change(kr: int | None, uncertain: bool = False) -> Message:
    """Return a change with its sign."""
    if kr is None:
        return NOT_STATED
    return Message("{kr:+tall} (usikkert)" if uncertain else "{kr:+tall}", {"kr": kr})


def percent(share: Fraction | None, uncertain: bool = False) -> Message:
    """Return a change in per cent with its sign; «–» where there is nothing to measure it by."""
    if share is None:
        return Message("–")
    return Message("{andel:+pst} (usikkert)" if uncertain else "{andel:+pst}", {"andel": share})


def _say_missing(paper: Paper, rows: Sequence[Row]) -> None:
    """Say which networks a sum leaves out for want of a figure."""
    if names := [r.nettverk.name for r in rows if r.nettverk.last_year_kr is None]:
        paper.note(Message("Summen for i fjor er uten {navn}: ikke oppgitt.", {"navn": names}))
    if names := [r.nettverk.name for r in rows if r.nettverk.need_kr is None]:
        paper.note(Message("Summen av meldt behov er uten {navn}: ikke oppgitt.", {"navn": names}))
    if names := [r.nettverk.name for r in rows if r.nettverk.innstilt_kr is None]:
        paper.note(Message("Summen av innstilt er uten {navn}: ikke oppgitt.", {"navn": names}))
    if names := [r.nettverk.name for r in rows if r.change_kr is None]:
        paper.note(Message("Summen av endringene er uten {navn}: et beløp mangler.", {"navn": names}))


def frame(paper: Paper, record: Record) -> None:
    """Write how the frame is made, whether it is final, and what is left of it."""
    case = record.case
    paper.heading(1, Message("Rammen"))
    paper.say(frame_identity(case))
    if case.status == "endelig":
        paper.say(Message("Rammen er endelig."))
    else:
        paper.say(Message("Rammen er foreløpig."))
    paper.table(
        Message("Fra tilskuddet til rammen"),
        (Message("Post"), Message("Mottaker"), Message("Kilde"), Message("Beløp, kr")),
        [
            (Message("Totalt"), "", "", figure(case.total_kr)),
            *((line.name, line.recipient, line.source, _taken(line.amount_kr)) for line in case.lines),
            (Message("Ramme til nettverkene"), "", "", figure(case.ramme_kr)),
        ],
        numbers=[3],
        sums=1,
    )
    paper.table(
        Message("Fra rammen til det som gjenstår"),
        (Message("Post"), Message("Beløp, kr")),
        [
            (Message("Ramme til nettverkene"), figure(case.ramme_kr)),
            (Message("Innstilt"), _taken(case.innstilt_kr)),
            *((Message("Avsatt til {name}", {"name": s.name}), _taken(s.amount_kr)) for s in case.set_asides),
            (Message("Gjenstår"), figure(case.remaining_kr)),
        ],
        numbers=[1],
        sums=1,
    )
    left_kr = case.remaining_kr
    if left_kr is not None and left_kr < 0:
        paper.say(Message("Innstilt og avsatt er {kr:kr} mer enn rammen til nettverkene.", {"kr": -left_kr}))


def _taken(kr: int | None) -> Message:
    """Return an amount that is taken from what stands above it."""
    return figure(None if kr is None else -kr)


def key_figures(paper: Paper, record: Record) -> None:
    """Write the figures of the whole, and what the sharing builds on."""
    case, evaluation = record.case, record.evaluation
    paper.heading(1, Message("Nøkkeltall"))
    rows: list[tuple[Text, Text]] = [
        (Message("Nettverk"), Message("{antall:tall}", {"antall": len(case.nettverk)})),
        (Message("Totalt tilskudd"), money(case.total_kr)),
        (Message("Ramme til nettverkene"), money(case.ramme_kr)),
        (Message("Innstilt"), money(case.innstilt_kr)),
        (Message("Avsatt"), money(case.set_aside_kr)),
        (Message("Gjenstår"), money(case.remaining_kr)),
        (Message("I fjor, de oppgitte beløpene"), money(evaluation.last_year_kr)),
        (Message("Meldt behov, de oppgitte beløpene"), money(evaluation.need_kr)),
    ]
    key = case.key_figures
    if key.base_grant_kr:
        rows.append((Message("Grunntilskudd per nettverk"), money(key.base_grant_kr)))
    if key.year.strip() or key.source.strip():
        said = {"aar": key.year, "kilde": key.source}
        rows.append((Message("Fordelingsnøkkel, år og kilde"), Message("{aar} {kilde}", said)))
    paper.facts(rows)
