"""What the reading of a table has to say and to ask, and the answers it was given."""

from collections.abc import Mapping, Sequence

from dekom.findings import Finding, Severity
from dekom.i18n import Message
from dekom.table_model import Question

LEFT_OUT = "utelat"
MOST_NAMES = 5


def few(names: Sequence[str]) -> list[str]:
    """Return the first of many names for a sentence."""
    return [*names[:MOST_NAMES], *(["…"] if len(names) > MOST_NAMES else [])]


class Notes:
    """What a reading has to say so far, and the answers it was given."""

    def __init__(self, sheet: str, answers: Mapping[str, str]) -> None:
        self._sheet = sheet
        self._answers = answers
        self._asked: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.questions: list[Question] = []

    def error(self, message: Message, place: str = "") -> None:
        self._add(message, place, "feil")

    def remark(self, message: Message, place: str = "") -> None:
        self._add(message, place, "merknad")

    def ask(self, question_id: str, message: Message, choices: Sequence[tuple[str, Message]], place: str = "") -> str:
        """Ask once, and return the value that was answered: "" while nobody has, or where it is no choice."""
        if question_id in self._asked:
            return self._asked[question_id]
        answer = self._answers.get(question_id, "")
        answer = answer if answer in {value for value, _message in choices} else ""
        self._asked[question_id] = answer
        self.questions.append(Question(question_id, message, tuple(choices), place, answer))
        if not answer:
            self._add(message, place, "spørsmål")
        return answer

    def _add(self, message: Message, place: str, severity: Severity) -> None:
        self.findings.append(Finding(message, self._sheet, place, severity))
