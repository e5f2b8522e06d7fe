"""Pictures of a what-if, one per question; each has a twin in words."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from dekom.allocation import Proposal
from dekom.charts import AXIS, INK, Records, millions, spec_of
from dekom.figures import format_millions
from dekom.i18n import BOKMAL, Message, render
from dekom.model import Case, sum_known, unique_names
from dekom.whatif import Answer

MILLION = 1_000_000
_MANY = alt.Scale(scheme="tableau20")
_LEGEND = alt.Legend(title=None, labelFontSize=13, labelLimit=260, labelColor=INK, symbolSize=400)


@cache
def curve_spec(title: str, language: str = BOKMAL) -> Mapping[str, Any]:
    """Amount per network over the size of some lines (`title`); data as `curve_data`."""
    scale = alt.Scale(nice=False)
    x = alt.X("x:Q", title=title, scale=scale, axis=alt.Axis(format=",.1f", labelFontSize=13, labelColor=INK))
    lines = (
        alt.Chart()
        .transform_filter("datum.slag == 'linje'")
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y(
                "y:Q",
                title=millions(language),
                axis=alt.Axis(format=",.1f", labelFontSize=13, labelColor=INK),
            ),
            color=alt.Color("navn:N", sort=None, scale=_MANY, legend=_LEGEND),
            strokeDash=alt.StrokeDash("navn:N", sort=None, legend=_LEGEND),
            tooltip=[
                alt.Tooltip("navn:N", title=render(Message("Nettverk"), language=language)),
                alt.Tooltip("tekst:N", title=render(Message("Beløp"), language=language)),
            ],
        )
    )
    marks = alt.Chart().transform_filter("datum.slag == 'merke'")
    rules = marks.mark_rule(strokeWidth=2, strokeDash=[5, 4], color=INK).encode(x=x)
    labels = marks.mark_text(
        align="left", dx=-2, dy=alt.ExprRef("-4 - datum.rang"), baseline="bottom", fontSize=13, color=INK
    ).encode(x=x, y=alt.value(0), text="navn:N")
    return spec_of(alt.layer(lines, rules, labels).properties(height=380))


@cache
def frame_need_spec(language: str = BOKMAL) -> Mapping[str, Any]:
    """The frame against the need and what is shared out; data as `frame_need_data`."""
    chart = (
        alt.Chart(height=190)
        .mark_bar()
        .encode(
            y=alt.Y("navn:N", sort=alt.EncodingSortField("rang"), title=None, axis=AXIS),
            x=alt.X("mill:Q", title=millions(language), axis=alt.Axis(format=",.0f", labelFontSize=13)),
            color=alt.Color("farge:N", scale=None),
            tooltip=[alt.Tooltip("navn:N", title=render(Message("Del"), language=language))],
        )
    )
    return spec_of(chart)


def curve_data(case: Case, points: Sequence[tuple[int, Proposal]], marks: Mapping[str, int | None]) -> Records:
    """Return the lines of the networks, and a mark for every named size that is known."""
    records: Records = []
    names = unique_names([n.name for n in case.nettverk])
    for nettverk, name in zip(case.nettverk, names, strict=True):
        for size_kr, proposal in points:
            kr = proposal.amounts[nettverk.id]
            records.append(
                {
                    "slag": "linje",
                    "navn": name,
                    "x": size_kr / MILLION,
                    "y": kr / MILLION,
                    "tekst": format_millions(kr),
                    "rang": 0,
                }
            )
    known = [(name, kr) for name, kr in marks.items() if kr is not None]
    for rank, (name, kr) in enumerate(known):
        text = render(Message("{name} {kr:kr}", {"name": name, "kr": kr}))
        records.append({"slag": "merke", "navn": text, "x": kr / MILLION, "y": 0, "tekst": "", "rang": 20 * rank})
    return records


def frame_need_data(case: Case, answer: Answer, language: str = BOKMAL) -> Records:
    """Return the frame, the needs that are known and what the proposal gives."""
    needs = [n.need_kr for n in case.nettverk]
    need = Message("Meldt behov, der det er kjent" if None in needs else "Meldt behov")
    parts: list[tuple[Message, int | None, str]] = [
        (Message("Ramme til nettverkene"), answer.ramme_kr, "#9aa3b0"),
        (need, sum_known(needs), "#d98a1f"),
    ]
    if case.set_asides:
        parts.append((Message("Avsatt"), case.set_aside_kr, "#5b7fa3"))
    if answer.proposal:
        parts.append((Message("Forslaget"), sum(answer.proposal.amounts.values()), "#0b4f8a"))
    return [
        {
            "navn": render(Message("{name}: {kr:kr}", {"name": name, "kr": kr}), language=language),
            "mill": kr / MILLION,
            "farge": colour,
            "rang": rank,
        }
        for rank, (name, kr, colour) in enumerate(parts)
        if kr is not None
    ]
