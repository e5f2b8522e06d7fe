"""Formulas, seen from outside: nothing is worked out, we only ask where the value comes from."""

import re

# Every pattern takes time in proportion to the formula, whatever stands in it.
_TEXT = re.compile(r'"[^"]*"')
_QUOTED_SHEET = re.compile(r"'[^']*'!")  # the name of a sheet cannot hold [, / or \: then it is another file's
_OTHER_FILE = re.compile(
    r"\[[^\[\]]++\][\w.]*+!"  # [1]Ark!A1, [Bok.xlsx]Ark!A1; a table's Tabell[Kolonne] has no ! after it
    r"|[\w.']\|[^|!]*+!"  # DDE: cmd|'/c calc'!A0
)
_FETCHING = re.compile(
    r"\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER\.ID|SQL\.REQUEST|STOCKHISTORY|FIELDVALUE|PY|CUBE[A-Z]+) *\(",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(?:https?|ftp|file)://|\\\\\w", re.IGNORECASE)


def points_outside(formula: str) -> bool:
    """Return whether a formula, as Excel keeps it, takes anything from outside its own workbook."""
    if _ADDRESS.search(formula):
        return True
    bare = _TEXT.sub('""', formula)
    if any(set(name) & set("[/\\") for name in _QUOTED_SHEET.findall(bare)):
        return True
    bare = _QUOTED_SHEET.sub("!", bare)
    return bool(_OTHER_FILE.search(bare) or _FETCHING.search(bare))
