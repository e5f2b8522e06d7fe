"""Pictures of an evaluation. A spec is built once; only its data change. Each has a twin in words."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import altair as alt

from dekom.evaluate import Evaluation
from dekom.i18n import Message, render
from dekom.model import unique_names

NORWEGIAN = {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0kr"], "minus": "\u2212"}
LAST_YEAR, NEED, RECOMMENDED = "I fjor", "Meldt behov", "Innstilt"
SERIES_COLOURS = {LAST_YEAR: "#9aa3b0", NEED: "#d98a1f", RECOMMENDED: "#0b4f8a"}
INK = "#111418"
AXIS = alt.Axis(labelLimit=560, labelFontSize=14, labelColor=INK)
Records = list[dict[str, Any]]


@cache
def amounts_spec(networks: int) -> Mapping[str, Any]:
    """Last year, need and recommended amount per network, in million kroner; data as `amounts_data`."""
    chart = (
        alt.Chart(height=44 * networks + 20)
        .mark_bar()
        .encode(
            y=alt.Y("nettverk:N", sort=None, title=None, axis=AXIS),
            yOffset=alt.YOffset("serie:N", sort=list(SERIES_COLOURS)),
            x=alt.X("mill:Q", title="Millioner kroner", axis=alt.Axis(format=",.1f", labelFontSize=13)),
            color=alt.Color(
                "serie:N",
                sort=list(SERIES_COLOURS),
                scale=alt.Scale(domain=list(SERIES_COLOURS), range=list(SERIES_COLOURS.values())),
                legend=alt.Legend(title=None, orient="top", labelFontSize=14, labelColor=INK),
            ),
            tooltip=[
                alt.Tooltip("nettverk:N", title="Nettverk"),
                alt.Tooltip("serie:N", title="Tall"),
                alt.Tooltip("tekst:N", title="Beløp"),
            ],
        )
    )
    return spec_of(chart)


@cache
def frame_spec(parts: int) -> Mapping[str, Any]:
    """The whole frame: what is taken first, recommended, set aside and left; data as `frame_data`."""
    chart = (
        alt.Chart(height=44 * parts + 20)
        .mark_bar()
        .encode(
            y=alt.Y("del:N", sort=None, title=None, axis=AXIS),
            x=alt.X("mill:Q", title="Millioner kroner", axis=alt.Axis(format=",.0f", labelFontSize=13)),
            color=alt.Color("farge:N", scale=None),
            tooltip=[alt.Tooltip("del:N", title="Del")],
        )
    )
    return spec_of(chart)


def amounts_data(evaluation: Evaluation) -> Records:
    """Return one record per network and series that is known."""
    found = []
    for nettverk in evaluation.case.nettverk:
        series = {LAST_YEAR: nettverk.last_year_kr, NEED: nettverk.need_kr, RECOMMENDED: nettverk.innstilt_kr}
        for name, kr in series.items():
            if kr is not None:
                text = render(Message("{kr:kr}", {"kr": kr}))
                found.append({"nettverk": nettverk.name, "serie": name, "mill": kr / 1_000_000, "tekst": text})
    return found


def frame_data(evaluation: Evaluation) -> Records:
    """Return one record per part of the total, named with its amount; a part that is not known is left out."""
    case = evaluation.case
    left_kr = evaluation.remaining_kr
    parts: list[tuple[str, int | None, str]] = [
        (case.line_name(line), line.amount_kr, "#9aa3b0") for line in case.lines
    ]
    parts.append((RECOMMENDED, evaluation.innstilt_kr, "#0b4f8a"))
    parts += [
        (render(Message("Avsatt til {name}", {"name": s.name})), s.amount_kr, "#5b7fa3") for s in case.set_asides
    ]
    if left_kr is not None:
        parts.append(("Over rammen" if left_kr < 0 else "Gjenstår", abs(left_kr), "#d98a1f"))
    known = [(name, kr, colour) for name, kr, colour in parts if kr is not None]
    labels = unique_names([f"{name}: {_part_text(kr, case.total_kr)}" for name, kr, _colour in known])
    return [
        {"del": label, "mill": kr / 1_000_000, "farge": colour}
        for label, (_name, kr, colour) in zip(labels, known, strict=True)
    ]


def amounts_text(evaluation: Evaluation) -> str:
    """Return the amounts picture in words, a line per network."""
    text = "{name}: i fjor {last:kr}, meldt behov {need:kr}, innstilt {amount:kr}"
    return "\n".join(
        render(Message(text, {"name": n.name, "last": n.last_year_kr, "need": n.need_kr, "amount": n.innstilt_kr}))
        for n in evaluation.case.nettverk
    )


def frame_text(evaluation: Evaluation) -> str:
    """Return the frame picture in words, a line per part."""
    return "\n".join(record["del"] for record in frame_data(evaluation))


def _part_text(kr: int, total_kr: int | None) -> str:
    if not total_kr:
        return render(Message("{kr:kr}", {"kr": kr}))
    return render(Message("{kr:kr} ({share:pst})", {"kr": kr, "share": Fraction(kr, total_kr)}))


def spec_of(chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """Return a chart's spec without data, its numbers written as Norwegians write them."""
    spec: dict[str, Any] = chart.configure(locale={"number": NORWEGIAN}).to_dict()
    # Altair puts an empty record where there are no data; it would be drawn as «undefined».
    spec.pop("datasets", None)
    for part in (spec, *spec.get("layer", [])):
        part.pop("data", None)
    return spec
