"""Rule parameters by ordning and date, read from `regelverk.toml`; every value carries its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from dekom.i18n import Message

_FILE = Path(__file__).with_name("regelverk.toml")
_UNKNOWN = "ukjent"
_HEADINGS = {"navn", "gjelder"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in force. `value` is a share 0–1 (or 1 for «applies»); None where it is not known."""

    value: Fraction | None
    valid_from: date
    source: Message


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is in force for one ordning on one date."""

    ordning: str
    on: date
    values: Mapping[str, Parameter]

    def share(self, name: str) -> Fraction | None:
        """Return the value in force, or None: the rule is off until its value is known."""
        parameter = self.values.get(name)
        return parameter.value if parameter else None

    def source(self, name: str) -> Message | None:
        """Return where the value comes from, None where this ordning has none."""
        parameter = self.values.get(name)
        return parameter.source if parameter else None


@cache
def load_parameters(ordning: str, on: date) -> Parameters:
    """Return the parameters in force for `ordning` on a date.

    Raises `ValueError` for an ordning that has no parameters, and for a date before its first value.
    """
    table = read_rulebook().get(ordning)
    if table is None:
        raise ValueError(f"no parameters for ordning {ordning!r}")
    dated = {name: values for name, values in table.items() if name not in _HEADINGS}
    values = {name: latest for name, steps in dated.items() if (latest := _in_force(steps, on))}
    if not values:
        raise ValueError(f"no parameters for {ordning!r} as early as {on}")
    return Parameters(ordning, on, values)


def first_date(ordning: str) -> date | None:
    """Return the first date that an ordning has parameters for, None if it has none."""
    table = read_rulebook().get(ordning, {})
    return min((step["fra"] for name, steps in table.items() if name not in _HEADINGS for step in steps), default=None)


@cache
def read_rulebook() -> Mapping[str, Any]:
    """Return the whole rulebook as read from the file, ordning by ordning."""
    with _FILE.open("rb") as file:
        return tomllib.load(file)


def _in_force(steps: list[dict[str, Any]], on: date) -> Parameter | None:
    begun = [step for step in steps if step["fra"] <= on]
    if not begun:
        return None
    step = max(begun, key=lambda s: s["fra"])
    value = None if step["verdi"] == _UNKNOWN else Fraction(step["verdi"])
    return Parameter(value, step["fra"], Message(step["kilde"]))
