"""The picture of how the amounts came to be: a small panel a network, with a step at every change."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from dekom.amount_story import Moment
from dekom.charts import INK, Records, millions, spec_of
from dekom.figures import format_kroner
from dekom.history_fields import moment_text
from dekom.i18n import BOKMAL, Message, render
from dekom.model import unique_names

MILLION = 1_000_000
_COLUMNS, _WIDTH, _HEIGHT = 3, 175, 105
_BEFORE = Message("Før første endring")


@cache
def story_spec(language: str = BOKMAL) -> Mapping[str, Any]:
    """Each network's amount over the changes, with the one that is looked at; data as `story_data`."""
    axis = alt.Axis(format=",d", tickMinStep=1, tickCount=5, labelFontSize=12, labelColor=INK, grid=False)
    x = alt.X("nr:Q", title=None, axis=axis, scale=alt.Scale(nice=False))
    scale = alt.Scale(zero=False, nice=True, padding=6)
    y_axis = alt.Axis(format=",.2f", tickCount=4, labelFontSize=12, labelColor=INK)
    steps = (
        alt.Chart()
        .transform_filter("datum.slag == 'linje'")
        .mark_line(interpolate="step-after", strokeWidth=2.5, color="#0b4f8a", point={"size": 30, "color": "#0b4f8a"})
        .encode(
            x=x,
            y=alt.Y("mill:Q", title=None, axis=y_axis, scale=scale),
            tooltip=[
                alt.Tooltip("nettverk:N", title=render(Message("Nettverk"), language=language)),
                alt.Tooltip("tekst:N", title=render(Message("Innstilt beløp"), language=language)),
                alt.Tooltip("tid:N", title=render(Message("Når"), language=language)),
                alt.Tooltip("hvem:N", title=render(Message("Hvem"), language=language)),
            ],
        )
    )
    mark = alt.Chart().transform_filter("datum.slag == 'merke'").mark_rule(color="#d98a1f", strokeWidth=2)
    panels = (
        alt.layer(steps, mark.encode(x=x))
        .properties(width=_WIDTH, height=_HEIGHT)
        .facet(
            facet=alt.Facet(
                "nettverk:N",
                sort=alt.EncodingSortField("rang", op="min"),
                title=millions(language),
                header=alt.Header(labelFontSize=14, labelColor=INK, labelLimit=_WIDTH, titleFontSize=13),
            ),
            columns=_COLUMNS,
            data=alt.InlineData(values=[]),
        )
        .resolve_scale(y="independent")
    )
    return spec_of(panels)


def story_data(story: Sequence[Moment], names: Mapping[str, str], shown: int, language: str = BOKMAL) -> Records:
    """Return the steps of the networks in `names`, and a mark in each panel at the moment `shown` (its number)."""
    records: Records = []
    before = render(_BEFORE, language=language)
    stood = [moment.amounts for moment in story]
    for rank, (nettverk_id, name) in enumerate(zip(names, unique_names(list(names.values())), strict=True)):
        panel = {"nettverk": name, "rang": rank}
        last: tuple[bool, int | None] = False, None
        for number, (moment, amounts) in enumerate(zip(story, stood, strict=True)):
            there = nettverk_id in amounts, amounts.get(nettverk_id)
            if there != last or number == len(story) - 1:  # where it was not there, the line breaks
                when = moment_text(moment.entry.made_at) if moment.entry else before
                who = moment.entry.who if moment.entry else ""
                records.append(panel | _record("linje", number, there[1], when, who))
            last = there
        records.append(panel | _record("merke", shown, None, "", ""))
    return records


def _record(kind: str, number: int, kr: int | None, when: str, who: str) -> dict[str, Any]:
    known = {} if kr is None else {"mill": kr / MILLION, "tekst": format_kroner(kr)}
    return {"slag": kind, "nr": number, "tid": when, "hvem": who, "mill": None, "tekst": "", **known}
