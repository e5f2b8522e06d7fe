"""All that an innstilling is: what is frozen as a version, and what every document is made from.

A draft and a frozen version give the same `Record`, so that the documents are made in one way.
"""

from dataclasses import dataclass
from datetime import datetime

from dekom.evaluate import Evaluation, evaluate
from dekom.groupwork import GroupWork
from dekom.model import Case
from dekom.parameters import Parameters
from dekom.proceedings import Proceedings

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One ordning's innstilling with all that it was decided and checked from."""

    evaluation: Evaluation
    parameters: Parameters
    work: GroupWork
    proceedings: Proceedings
    format: int = FORMAT

    @property
    def case(self) -> Case:
        return self.evaluation.case


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of the innstilling a screen or a paper shows. A draft has number 0 and no `fastsatt_at` (UTC)."""

    number: int = 0
    fastsatt_at: datetime | None = None
    hash: str = ""

    @property
    def is_fastsatt(self) -> bool:
        return self.fastsatt_at is not None


DRAFT = Edition()


def record_of(case: Case, parameters: Parameters, work: GroupWork, proceedings: Proceedings) -> Record:
    """Return the innstilling as it stands."""
    return Record(evaluate(case, parameters), parameters, work, proceedings)
