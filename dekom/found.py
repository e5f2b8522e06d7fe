"""Findings gathered while a file is read: the first of each kind with their places, then how many more there are."""

from dekom.findings import Finding, Severity
from dekom.i18n import Message

MOST_ALIKE = 20


class Found:
    """What a reader has found so far. Findings are of one kind when they have the same sentence and severity."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, Severity], list[Finding]] = {}
        self._counts: dict[tuple[str, Severity], int] = {}

    def add(self, message: Message, sheet: str = "", cell: str = "", severity: Severity = "feil") -> None:
        kind = (message.msgid, severity)
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if self._counts[kind] <= MOST_ALIKE + 1:
            self._kinds.setdefault(kind, []).append(Finding(message, sheet, cell, severity))

    def all(self) -> tuple[Finding, ...]:
        """Return the findings, kind by kind in the order they first came."""
        return tuple(finding for kind in self._kinds for finding in self._of_kind(kind))

    def _of_kind(self, kind: tuple[str, Severity]) -> list[Finding]:
        kept, more = self._kinds[kind], self._counts[kind] - MOST_ALIKE
        if more <= 1:
            return kept
        message = Message("{count:tall} steder til: {message}", {"count": more, "message": kept[-1].message})
        return [*kept[:MOST_ALIKE], Finding(message, severity=kind[1])]
