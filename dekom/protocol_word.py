"""A document as a Word file: real styles, headings and table headings, so that it can be read aloud and edited.

What users have written is set as text, never as a field or markup.
"""

from io import BytesIO

from docx import Document as new_document
from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph as WordParagraph

from dekom.protocol_document import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from dekom.protocol_word_styles import CELL, FACT, FIGURE, NOTE, TABLE, TEXT_CM, dress


def word(document: Document) -> bytes:
    """Return a document as a .docx file."""
    file = new_document()
    dress(file, document)
    _add(file, document.title, "Title")
    for block in document.blocks:
        _write(file, block)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _write(file: WordFile, block: Block) -> None:
    match block:
        case Heading():
            heading = _add(file, block.text, f"Heading{block.level}")
            heading.paragraph_format.page_break_before = block.on_new_page or None
        case Paragraph():
            _add(file, block.text, NOTE if block.is_note else "Normal")
        case Facts():
            for name, what in block.rows:
                paragraph = _add(file, "", FACT)
                paragraph.add_run(f"{name}: ").bold = True
                paragraph.add_run(what)
        case Bullets():
            for item in block.items:
                _add(file, item, "ListBullet")
        case Table():
            _table(file, block)


def _add(file: WordFile, text: str, style_id: str) -> WordParagraph:
    """Add a paragraph; by the style's id, since looking a style up by its name takes most of the time there is."""
    paragraph = file.add_paragraph(text)
    paragraph._p.style = style_id
    return paragraph


# --- Tables ---


def _table(file: WordFile, block: Table) -> None:
    """Write a table with its name above it; the heading row comes again on every page."""
    _add(file, block.title, "Caption").paragraph_format.keep_with_next = True
    table = file.add_table(rows=len(block.rows) + 1, cols=len(block.columns), style=TABLE)
    name = OxmlElement("w:tblCaption")
    name.set(qn("w:val"), block.title)
    table._tbl.tblPr.append(name)
    whole = sum(column.width for column in block.columns)
    widths = [Cm(TEXT_CM * column.width / whole) for column in block.columns]
    for grid, width in zip(table.columns, widths, strict=True):
        grid.width = width
    titles = tuple(column.title for column in block.columns)
    first_sum = len(block.rows) + 1 - block.sums
    for number, (row, texts) in enumerate(zip(table.rows, (titles, *block.rows), strict=True)):
        kept = row._tr.get_or_add_trPr()
        kept.append(OxmlElement("w:cantSplit"))
        if number == 0:
            kept.append(OxmlElement("w:tblHeader"))
        for cell, column, width, text in zip(row.cells, block.columns, widths, texts, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = FIGURE if column.is_number else CELL
            paragraph.add_run(text).bold = True if number >= first_sum else None
    _add(file, "", NOTE)  # air below: two tables that touch become one in Word
