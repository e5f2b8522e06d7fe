"""A what-if as text, so that the storskjerm can show the question that the secretariat asks."""

import json
from fractions import Fraction

from dekom.model import Case
from dekom.tables import MAX_KR
from dekom.whatif import UNITS_KR, WAYS, WhatIf, fitted, opening


def to_text(what_if: WhatIf) -> str:
    """Return the question as JSON; equal questions have equal texts."""
    plain = {
        "total_kr": what_if.total_kr,
        "lines": dict(what_if.lines),
        "way": what_if.way,
        "cap_at_need": what_if.cap_at_need,
        "unit_kr": what_if.unit_kr,
        "percent": str(what_if.percent),
        "percent_of": what_if.percent_of,
        "locks": dict(what_if.locks),
    }
    return json.dumps(plain, sort_keys=True)


def from_text(text: str, case: Case) -> WhatIf:
    """Return what `to_text` was given, fitted to the case; the question a page opens on if it cannot be read."""
    try:
        plain = json.loads(text)
        what_if = WhatIf(**{**plain, "percent": Fraction(plain["percent"])})
    except (ValueError, TypeError, KeyError, ZeroDivisionError):
        return opening(case)
    amounts = [what_if.total_kr, *what_if.lines.values(), *what_if.locks.values()]
    known = what_if.way in WAYS and what_if.unit_kr in UNITS_KR
    if not known or any(kr is not None and not 0 <= kr <= MAX_KR for kr in amounts):
        return opening(case)
    return fitted(what_if, case)
