"""What sheets and rows of a workbook are called that are not tables or networks."""

from dekom.i18n import Message

EXPLANATION = Message("Forklaring")
IS_SUM = frozenset({"sum", "totalt", "total", "sum totalt", "til sammen", "i alt"})
