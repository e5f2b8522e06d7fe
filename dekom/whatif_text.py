"""A what-if as text, so that the storskjerm can show the question that the secretariat asks."""

import json
import re
from fractions import Fraction

from dekom.model import Case
from dekom.tables import MAX_KR
from dekom.whatif import UNITS_KR, WAYS, WhatIf, fitted, opening

_PERCENT = re.compile(r"[0-9]{1,9}(/[1-9][0-9]{0,8})?")
_PERCENT_OF = ("last_year", "need", "today")


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
        if not _PERCENT.fullmatch(plain["percent"]):
            return opening(case)
        what_if = WhatIf(**{**plain, "percent": Fraction(plain["percent"])})
        return fitted(what_if, case) if _is_possible(what_if) else opening(case)
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError):
        return opening(case)


def _is_possible(what_if: WhatIf) -> bool:
    amounts = [kr for kr in (what_if.total_kr, *what_if.lines.values()) if kr is not None]
    return (
        all(type(kr) is int and 0 <= kr <= MAX_KR for kr in (*amounts, *what_if.locks.values()))
        and what_if.way in WAYS
        and type(what_if.unit_kr) is int
        and what_if.unit_kr in UNITS_KR
        and type(what_if.cap_at_need) is bool
        and what_if.percent_of in _PERCENT_OF
        and 0 <= what_if.percent <= 10
    )
