"""What every storskjerm shows is worked out once a revision, not once a screen, and once where it is held.

Forty screens redraw at the same moment. The picture belongs to the revision it was read at, and nothing else sees it.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from dekom.evaluate import Evaluation, evaluate
from dekom.parameters import load_parameters
from dekom.store import Store

_WORKED_OUT: WeakKeyDictionary[Store, dict[Hashable, Any]] = WeakKeyDictionary()
_WORKING = threading.Lock()
_MOST = 12
Found = TypeVar("Found")


def worked_out(store: Store, of: Hashable, work_out: Callable[[], Found]) -> Found:
    """Return what was worked out for `of`, which names the revision read beforehand or the change it is held at."""
    with _WORKING:
        kept = _WORKED_OUT.setdefault(store, {})
        if of not in kept:
            if len(kept) >= _MOST:
                kept.clear()
            kept[of] = work_out()
        found: Found = kept[of]
        return found


def evaluation_at(store: Store, meeting_id: str, ordning: str, at: int | None, revision: int) -> Evaluation:
    """Return the evaluation at a revision of the innstilling, or as it stood at a change."""

    def evaluation() -> Evaluation:
        case = store.load_case(meeting_id, ordning, at=at)
        return evaluate(case, load_parameters(ordning, case.held_on))

    return worked_out(store, ("innstilling", meeting_id, ordning, revision if at is None else None, at), evaluation)
