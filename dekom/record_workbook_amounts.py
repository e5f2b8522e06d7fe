"""The sheet Innstilling: the meeting sheet's table with live formulas, the budget identity, and the remarks."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from dekom.i18n import Message, render
from dekom.model import Case
from dekom.record import Edition, Record
from dekom.record_columns import NAME, SUM, Column, Figure, record_columns, remarks_of

HEAD = 4  # the row of the headings: title, edition and a note stand above it
_NUMBER_FORMATS = {
    "kr": "#,##0",
    "endring": "+#,##0;-#,##0;0",
    "andel": "0.0 %",
    "endringsandel": "+0.0 %;-0.0 %;0.0 %",
}
_MOST_IN_COMMENT = 32_000
FRAME, RECOMMENDED, LEFT = Message("Ramme til nettverkene"), Message("Innstilt"), Message("Gjenstår")


def amounts_sheet(book: Workbook, record: Record, top: Sequence[Message], edition: Edition, language: str) -> None:
    """Add the sheet; `top` are the title and the edition."""
    sheet = book.add_worksheet(render(Message("Innstilling"), language=language))
    _AmountsSheet(book, sheet, record, language).write(top, edition)


class _AmountsSheet:
    """One sheet while it is written: where its columns are, and its formats."""

    def __init__(self, book: Workbook, sheet: Worksheet, record: Record, language: str) -> None:
        self.book, self.sheet, self.language = book, sheet, language
        self.case, self.columns = record.case, record_columns(record.evaluation)
        self.place = {column.id: index for index, column in enumerate(self.columns, start=1)}
        self.first, self.sum_row = HEAD + 1, HEAD + 1 + len(self.case.nettverk)
        self._formats: dict[tuple[str, bool, bool], Format] = {}

    def write(self, top: Sequence[Message], edition: Edition) -> None:
        large = self.book.add_format({"bold": True, "font_size": 14})
        state = self.book.add_format(
            {"bold": True, "font_size": 12, "font_color": "#1b6e3c" if edition.is_fastsatt else "#b3261e"}
        )
        for row, (text, style) in enumerate(zip(top, (large, state), strict=True)):
            self._text(row, 0, text, style)
        note = Message(
            "Beløp i kroner. Tom celle: ikke oppgitt. «?» etter et tall: usikkert, se merknadene under tabellen."
        )
        self._text(2, 0, note)
        self._headings()
        for row, nettverk in enumerate(self.case.nettverk, start=self.first):
            self.sheet.write_string(row, 0, nettverk.name, self.book.add_format({"text_wrap": True, "valign": "top"}))
        for column in self.columns:
            self._column(column)
        self._remarks(self._frame(self.sum_row + 2) + 2)

    def _headings(self) -> None:
        style = self.book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right"}
        )
        self._text(HEAD, 0, NAME, self.book.add_format({"bold": True, "bottom": 1, "valign": "bottom"}))
        for column in self.columns:
            self._text(HEAD, self.place[column.id], column.heading, style)
        self.sheet.set_column(0, 0, 26)
        self.sheet.set_column(1, len(self.columns), 13)
        self.sheet.freeze_panes(HEAD + 1, 1)
        self.sheet.repeat_rows(HEAD)

    def _column(self, column: Column) -> None:
        index = self.place[column.id]
        for row, figure in enumerate(column.figures, start=self.first):
            style = self._format(column.kind, figure.is_uncertain)
            formula = self._row_formula(column, row, figure)
            self._figure(row, index, figure, formula, style)
        self._text(self.sum_row, 0, SUM, self.book.add_format({"bold": True, "top": 1}))
        style = self._format(column.kind, column.total.is_uncertain, is_sum=True)
        self._figure(self.sum_row, index, column.total, self._sum_formula(column), style)

    def _row_formula(self, column: Column, row: int, figure: Figure) -> str:
        """Return the formula of a network's cell, "" for what is stated and not worked out."""
        last, need, amount, change = (self._cell(row, name) for name in ("last", "need", "amount", "change"))
        match column.id:
            case "change":
                return f'=IF(OR({amount}="",{last}=""),"",{amount}-{last})'
            case "change_share":
                return f'=IF(OR({change}="",N({last})=0),"",{change}/{last})'
            case "need_share":
                return f'=IF(OR({amount}="",N({need})=0),"",{amount}/{need})'
        if column.of and figure.value is not None:  # parts that are not all known give no share
            parts = ",".join(self._cell(row, name) for name in column.of)
            return f'=IF(N({need})=0,"",SUM({parts})/{need})'
        return ""

    def _sum_formula(self, column: Column) -> str:
        last, need, amount, change = (self._cell(self.sum_row, name) for name in ("last", "need", "amount", "change"))
        if not self.case.nettverk:
            return ""
        match column.id:
            case "change_share":
                whole = f"COUNT({self._range('change')})<ROWS({self._range('change')})"
                return f'=IF(OR({whole},{last}=0),"",{change}/{last})'
            case "need_share":
                missing = (f"COUNT({self._range(name)})<ROWS({self._range(name)})" for name in ("amount", "need"))
                return f'=IF(OR({",".join(missing)},{need}=0),"",{amount}/{need})'
        return "" if column.of else f"=SUM({self._range(column.id)})"

    def _figure(self, row: int, index: int, figure: Figure, formula: str, style: Format) -> None:
        value = float(figure.value) if isinstance(figure.value, Fraction) else figure.value
        if formula:
            self.sheet.write_formula(row, index, formula, style, "" if value is None else value)
        elif value is None:
            self.sheet.write_blank(row, index, None, style)
        else:
            self.sheet.write_number(row, index, value, style)
        if figure.remarks:
            text = "\n".join(render(remark, language=self.language) for remark in figure.remarks)
            if len(text) > _MOST_IN_COMMENT:
                text = render(Message("Se merknadene under tabellen."), language=self.language)
            self.sheet.write_comment(row, index, text)

    def _frame(self, row: int) -> int:
        """Write total − the lines taken first = ramme; less what is recommended and set aside = gjenstår."""
        case, bold = self.case, self.book.add_format({"bold": True})
        kr, strong = self._format("kr", False), self._format("kr", False, is_sum=True)
        unknown = render(Message("ukjent"), language=self.language)

        def line(name: Message, kroner: int | None, formula: str = "", is_strong: bool = False) -> str:
            nonlocal row
            row += 1
            style = strong if is_strong else kr
            self._text(row, 0, name, bold if is_strong else None)
            if formula:
                self.sheet.write_formula(row, 1, formula, style, unknown if kroner is None else kroner)
            elif kroner is None:
                self.sheet.write_blank(row, 1, None, style)
            else:
                self.sheet.write_number(row, 1, kroner, style)
            return str(xl_rowcol_to_cell(row, 1))

        self._text(row, 0, _frame_heading(case), bold)
        total = line(Message("Samlet tilskudd"), case.total_kr)
        taken = [line(Message("− {name}", {"name": case.line_name(each)}), each.amount_kr) for each in case.lines]
        less = f"-SUM({taken[0]}:{taken[-1]})" if taken else ""
        is_short = f"COUNT({total}:{taken[-1] if taken else total})<{1 + len(taken)}"
        frame = line(FRAME, case.ramme_kr, f'=IF({is_short},"{unknown}",{total}{less})', is_strong=True)
        recommended = f"={self._cell(self.sum_row, 'amount')}"
        used = [line(Message("− {name}", {"name": RECOMMENDED}), case.innstilt_kr, recommended)]
        for item in case.set_asides:
            used.append(line(Message("− Avsatt til {name}", {"name": item.name}), item.amount_kr))
        left = f'=IF(ISNUMBER({frame}),{frame}-SUM({used[0]}:{used[-1]}),"{unknown}")'
        line(LEFT, case.remaining_kr, left, is_strong=True)
        return row

    def _remarks(self, row: int) -> None:
        found = [
            (nettverk.name, remark)
            for number, nettverk in enumerate(self.case.nettverk)
            for remark in remarks_of(self.columns, number)
        ]
        if found:
            self._text(row, 0, Message("Merknader"), self.book.add_format({"bold": True}))
        for number, (name, remark) in enumerate(found, start=row + 1):
            self.sheet.write_string(number, 0, name)
            self._text(number, 1, remark)

    def _cell(self, row: int, column_id: str) -> str:
        return str(xl_rowcol_to_cell(row, self.place[column_id]))

    def _range(self, column_id: str) -> str:
        return str(xl_range(self.first, self.place[column_id], self.sum_row - 1, self.place[column_id]))

    def _text(self, row: int, index: int, text: Message, style: Format | None = None) -> None:
        self.sheet.write_string(row, index, render(text, language=self.language), style)

    def _format(self, kind: str, is_uncertain: bool, is_sum: bool = False) -> Format:
        """Return a number format, made once; a figure that is uncertain has a «?» behind it and is still a number."""
        key = kind, is_uncertain, is_sum
        if key not in self._formats:
            mark = '" ?"' if is_uncertain else ""
            code = ";".join(part + mark for part in _NUMBER_FORMATS[kind].split(";"))
            look: Mapping[str, Any] = {"bold": True, "top": 1} if is_sum else {}
            self._formats[key] = self.book.add_format({"num_format": code, "valign": "top", **look})
        return self._formats[key]


def _frame_heading(case: Case) -> Message:
    return Message("Rammen (endelig)") if case.status == "endelig" else Message("Rammen (foreløpig)")
