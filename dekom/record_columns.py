"""The table of amounts as the meeting sheet has it: columns, each network's figures, sums, what is uncertain.

What the workbook and the CSV of an innstilling are made from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dekom.evaluate import Evaluation, Row
from dekom.i18n import Message
from dekom.model import Case, Nettverk, Recipient, Share, sum_known
from dekom.rule_support import koordinator_kr

Kind = Literal["kr", "endring", "andel", "endringsandel"]
NAME, SUM = Message("Nettverk"), Message("Sum")


@dataclass(frozen=True, slots=True)
class Figure:
    """Kroner or a share (0–1), None where it is not known; `remarks` say why it is uncertain, or more."""

    value: int | Fraction | None
    is_uncertain: bool = False
    remarks: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures, one for each network in order, and what stands in the line of sums.

    `of` are the ids of the columns whose sum a share is of the need.
    """

    id: str
    heading: Message
    kind: Kind
    figures: tuple[Figure, ...]
    total: Figure
    of: tuple[str, ...] = ()


def record_columns(evaluation: Evaluation) -> tuple[Column, ...]:
    """Return the columns in the meeting sheet's order."""
    case, rows = evaluation.case, evaluation.rows
    own = [n.grunnlag.egenfinansiering_kr if n.grunnlag else None for n in case.nettverk]
    return (
        _stated(case, "last", Message("I fjor"), [n.last_year_kr for n in case.nettverk], "i_fjor"),
        _stated(case, "need", Message("Meldt behov"), [n.need_kr for n in case.nettverk], "behov"),
        _stated(case, "own", Message("Egenfinansiering"), own, "egenfinansiering"),
        *_basis_columns(case),
        _stated(case, "amount", Message("Innstilt beløp"), [n.innstilt_kr for n in case.nettverk]),
        _change(rows),
        _change_share(rows),
        _need_share(rows),
    )


def remarks_of(columns: Sequence[Column], number: int) -> list[Message]:
    """Return what there is to know of a network's figures, each remark once, behind the names of its figures."""
    found: list[tuple[Message, list[Message]]] = []
    for column in columns:
        for remark in column.figures[number].remarks:
            headings = next((headings for said, headings in found if said == remark), None)
            if headings is None:
                headings = []
                found.append((remark, headings))
            if column.heading not in headings:
                headings.append(column.heading)
    return [Message("{headings}: {remark}", {"headings": h, "remark": remark}) for remark, h in found]


def _stated(case: Case, column_id: str, heading: Message, amounts: Sequence[int | None], field: str = "") -> Column:
    """Return a column of what every network should have stated; the sum says how many have not."""
    figures = tuple(_figure(kr, n, field) for kr, n in zip(amounts, case.nettverk, strict=True))
    missing = list(amounts).count(None)
    text = Message("Uten {n} nettverk som ikke har oppgitt tallet", {"n": missing})
    total = Figure(sum_known(amounts), bool(missing), (text,) if missing else ())
    return Column(column_id, heading, "kr", figures, total)


def _basis_columns(case: Case) -> list[Column]:
    """Return how the need splits: a column a recipient, the koordinator and the network's share after its own."""
    columns, recipients = [], list(case.recipients.values())
    own = [r for r in recipients if r.kind == "nettverk"]
    others = [r for r in recipients if r.kind != "nettverk"]
    for recipient in recipients:
        columns.append(_recipient(case, recipient))
        if own and recipient is own[-1]:
            coordinators = [koordinator_kr(n) for n in case.nettverk]
            figures = [_figure(kr, n, "koordinator") for kr, n in zip(coordinators, case.nettverk, strict=True)]
            columns.append(_summed(case, "koordinator", Message("Herav koordinator"), figures, "koordinator"))
            columns.append(_share_of_need(case, "own_share", Message("Andel nettverk"), own, ("behov", "nettverk")))
    if others:
        fields = ("behov", "uh", "nettverk")
        columns.append(_share_of_need(case, "uh_share", Message("Andel UH og andre"), others, fields))
    return columns


def _recipient(case: Case, recipient: Recipient) -> Column:
    field = {"nettverk": "nettverk", "uh": "uh"}.get(recipient.kind, "")
    figures = []
    for nettverk in case.nettverk:
        parts = [s for s in nettverk.shares if s.recipient_id == recipient.id]
        known = [s.amount_kr for s in parts if s.amount_kr is not None]
        remarks = tuple(Message("{text}", {"text": s.remark}) for s in parts if s.remark)
        figure = _figure(sum(known) if known else None, nettverk, field if parts else "")
        if len(known) < len(parts):
            remarks += (Message("Beløpet er ikke oppgitt."),)
        elif recipient.kind == "ulest" and parts and not remarks:
            remarks = (Message("Kolonnen kan ikke leses i kilden."),)
        is_uncertain = figure.is_uncertain or len(known) < len(parts) or (recipient.kind == "ulest" and bool(parts))
        figures.append(Figure(figure.value, is_uncertain, figure.remarks + remarks))
    heading = Message("{name}", {"name": recipient.name})
    return _summed(case, f"to-{recipient.id}", heading, figures, field)


def _summed(case: Case, column_id: str, heading: Message, figures: Sequence[Figure], field: str) -> Column:
    """Return a column that not every network has a figure in; the sum says whose are uncertain."""
    names = [n.name for n, figure in zip(case.nettverk, figures, strict=True) if figure.is_uncertain]
    remarks = (Message("Usikkert for {names}", {"names": names}),) if names else ()
    total_kr = sum(int(figure.value) for figure in figures if figure.value is not None)
    return Column(column_id, heading, "kr", tuple(figures), Figure(total_kr, bool(names), remarks))


def _share_of_need(
    case: Case, column_id: str, heading: Message, recipients: Sequence[Recipient], fields: Sequence[str]
) -> Column:
    """Return what share of the need some recipients have; None where a part of it is not known."""
    ids = {recipient.id for recipient in recipients}

    def share(nettverk: Nettverk) -> Fraction | None:
        parts: list[Share] = [s for s in nettverk.shares if s.recipient_id in ids]
        if not parts or any(s.amount_kr is None for s in parts) or not nettverk.need_kr:
            return None
        return Fraction(sum_known(s.amount_kr for s in parts), nettverk.need_kr)

    figures = tuple(_figure(share(n), n, *fields) for n in case.nettverk)
    of = tuple(f"to-{recipient.id}" for recipient in recipients)
    return Column(column_id, heading, "andel", figures, Figure(None), of)


def _change(rows: Sequence[Row]) -> Column:
    figures = tuple(_figure(row.change_kr, row.nettverk, "i_fjor") for row in rows)
    missing = sum(row.change_kr is None for row in rows)
    total_kr = sum_known(row.change_kr for row in rows)
    remark = Message("Uten {n} nettverk der beløpet eller tallet fra i fjor mangler", {"n": missing})
    return Column("change", Message("Endring, kr"), "endring", figures, _marked(total_kr, missing, remark))


def _marked(total_kr: int, missing: int, remark: Message) -> Figure:
    return Figure(total_kr, bool(missing), (remark,) if missing else ())


def _change_share(rows: Sequence[Row]) -> Column:
    figures = tuple(_figure(row.change_share, row.nettverk, "i_fjor") for row in rows)
    last_kr = sum_known(row.nettverk.last_year_kr for row in rows)
    is_whole = last_kr > 0 and all(row.change_kr is not None for row in rows)
    share = Fraction(sum_known(row.change_kr for row in rows), last_kr) if is_whole else None
    return Column("change_share", Message("Endring, %"), "endringsandel", figures, Figure(share))


def _need_share(rows: Sequence[Row]) -> Column:
    figures = tuple(_figure(row.need_share, row.nettverk, "behov") for row in rows)
    need_kr = sum_known(row.nettverk.need_kr for row in rows)
    both = [(row.nettverk.innstilt_kr, row.nettverk.need_kr) for row in rows]
    is_whole = need_kr > 0 and all(None not in pair for pair in both)
    share = Fraction(sum_known(kr for kr, _need in both), need_kr) if is_whole else None
    return Column("need_share", Message("Andel av behov"), "andel", figures, Figure(share))


def _figure(value: int | Fraction | None, nettverk: Nettverk, *fields: str) -> Figure:
    """Return a figure that is uncertain where one of the fields it comes from is."""
    remarks = [nettverk.uncertain[field] for field in fields if field in nettverk.uncertain]
    return Figure(value, bool(remarks), tuple(Message("{text}", {"text": remark}) for remark in remarks))
