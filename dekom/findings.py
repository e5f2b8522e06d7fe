"""What a reader of workbooks and tables has to say, each finding named by sheet and cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dekom.i18n import Message

Severity = Literal["feil", "spørsmål", "merknad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a place in what was read.

    «feil» stops the import, «spørsmål» stops it until somebody has answered, «merknad» is only said.
    `sheet` and `cell` («D7») are as Excel names them; "" for the whole file or the whole sheet.
    """

    message: Message
    sheet: str = ""
    cell: str = ""
    severity: Severity = "feil"

    @property
    def place(self) -> str:
        """Where it stands, such as «Beslutningsgrunnlag!D7»; in a text «Limt inn, linje 25»."""
        if not self.sheet or not self.cell:
            return self.sheet or self.cell
        return f"{self.sheet}{'!' if self.cell[0].isupper() else ', '}{self.cell}"


def stops(findings: Iterable[Finding]) -> bool:
    """Return whether any of the findings stands in the way of an import."""
    return any(finding.severity != "merknad" for finding in findings)
