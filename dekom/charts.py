"""Pictures of an evaluation. A spec is built once; only its data change. Each has a twin in words."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import altair as alt

from dekom.evaluate import Evaluation
from dekom.i18n import BOKMAL, Message, render
from dekom.model import unique_names

NORWEGIAN = {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0kr"], "minus": "\u2212"}
LAST_YEAR, NEED, RECOMMENDED = Message("I fjor"), Message("Meldt behov"), Message("Innstilt")
_SERIES = ((LAST_YEAR, "#9aa3b0"), (NEED, "#d98a1f"), (RECOMMENDED, "#0b4f8a"))
INK = "#111418"
AXIS = alt.Axis(labelLimit=560, labelFontSize=14, labelColor=INK)
Records = list[dict[str, Any]]


@cache
def amounts_spec(networks: int, language: str = BOKMAL) -> Mapping[str, Any]:
    """Last year, need and recommended amount per network, in million kroner; data as `amounts_data`."""
    colours = {render(name, language=language): colour for name, colour in _SERIES}
    chart = (
        alt.Chart(height=44 * networks + 20)
        .mark_bar()
        .encode(
            y=alt.Y("nettverk:N", sort=None, title=None, axis=AXIS),
            yOffset=alt.YOffset("serie:N", sort=list(colours)),
            x=alt.X("mill:Q", title=millions(language), axis=alt.Axis(format=",.1f", labelFontSize=13)),
            color=alt.Color(
                "serie:N",
                sort=list(colours),
                scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                legend=alt.Legend(title=None, orient="top", labelFontSize=14, labelColor=INK),
            ),
            tooltip=[
                alt.Tooltip("nettverk:N", title=render(Message("Nettverk"), language=language)),
                alt.Tooltip("serie:N", title=render(Message("Tall"), language=language)),
                alt.Tooltip("tekst:N", title=render(Message("Beløp"), language=language)),
            ],
        )
    )
    return spec_of(chart)


@cache
def frame_spec(parts: int, language: str = BOKMAL) -> Mapping[str, Any]:
    """The whole frame: what is taken first, recommended, set aside and left; data as `frame_data`."""
    chart = (
        alt.Chart(height=44 * parts + 20)
        .mark_bar()
        .encode(
            y=alt.Y("del:N", sort=None, title=None, axis=AXIS),
            x=alt.X("mill:Q", title=millions(language), axis=alt.Axis(format=",.0f", labelFontSize=13)),
            color=alt.Color("farge:N", scale=None),
            tooltip=[alt.Tooltip("del:N", title=render(Message("Del"), language=language))],
        )
    )
    return spec_of(chart)


def amounts_data(evaluation: Evaluation, language: str = BOKMAL) -> Records:
    """Return one record per network and series that is known."""
    last_year, need, recommended = (render(name, language=language) for name, _colour in _SERIES)
    found = []
    for nettverk in evaluation.case.nettverk:
        series = {last_year: nettverk.last_year_kr, need: nettverk.need_kr, recommended: nettverk.innstilt_kr}
        for name, kr in series.items():
            if kr is not None:
                text = render(Message("{kr:kr}", {"kr": kr}))
                found.append({"nettverk": nettverk.name, "serie": name, "mill": kr / 1_000_000, "tekst": text})
    return found


def frame_data(evaluation: Evaluation, language: str = BOKMAL) -> Records:
    """Return one record per part of the total, named with its amount; a part that is not known is left out."""
    case = evaluation.case
    left_kr = evaluation.remaining_kr
    parts: list[tuple[str | Message, int | None, str]] = [
        (case.line_name(line), line.amount_kr, "#9aa3b0") for line in case.lines
    ]
    parts.append((RECOMMENDED, evaluation.innstilt_kr, "#0b4f8a"))
    parts += [(Message("Avsatt til {name}", {"name": s.name}), s.amount_kr, "#5b7fa3") for s in case.set_asides]
    if left_kr is not None:
        parts.append((Message("Over rammen" if left_kr < 0 else "Gjenstår"), abs(left_kr), "#d98a1f"))
    known = [(name, kr, colour) for name, kr, colour in parts if kr is not None]
    named = [_part_text(name, kr, case.total_kr) for name, kr, _colour in known]
    labels = unique_names([render(label, language=language) for label in named])
    return [
        {"del": label, "mill": kr / 1_000_000, "farge": colour}
        for label, (_name, kr, colour) in zip(labels, known, strict=True)
    ]


def amounts_text(evaluation: Evaluation, language: str = BOKMAL) -> str:
    """Return the amounts picture in words, a line per network."""
    text = "{name}: i fjor {last:kr}, meldt behov {need:kr}, innstilt {amount:kr}"
    return "\n".join(
        render(Message(text, figures | {"name": n.name}), language=language)
        for n in evaluation.case.nettverk
        for figures in [{"last": n.last_year_kr, "need": n.need_kr, "amount": n.innstilt_kr}]
    )


def frame_text(evaluation: Evaluation, language: str = BOKMAL) -> str:
    """Return the frame picture in words, a line per part."""
    return "\n".join(record["del"] for record in frame_data(evaluation, language))


def _part_text(name: str | Message, kr: int, total_kr: int | None) -> Message:
    if not total_kr:
        return Message("{name}: {kr:kr}", {"name": name, "kr": kr})
    return Message("{name}: {kr:kr} ({share:pst})", {"name": name, "kr": kr, "share": Fraction(kr, total_kr)})


def millions(language: str) -> str:
    """Return what an axis in millions is called."""
    return render(Message("Millioner kroner"), language=language)


def spec_of(chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """Return a chart's spec without data, its numbers written as Norwegians write them."""
    spec: dict[str, Any] = chart.configure(locale={"number": NORWEGIAN}).to_dict()
    # Altair puts an empty record where there are no data; it would be drawn as «undefined».
    spec.pop("datasets", None)
    for part in (spec, *spec.get("layer", [])):
        part.pop("data", None)
    return spec
