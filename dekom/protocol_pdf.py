"""A document as a PDF that is kept (PDF/A-2a) and that everyone can read (PDF/UA-1).

What users have written reaches the page as data (JSON), so none of it is ever read as typst markup.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from dekom.protocol_document import Block, Bullets, Document, Facts, Heading, Paragraph, Table

TEMPLATE = Path(__file__).with_name("protocol.typ")
LONGEST_WORD = 30  # characters; a longer one may be broken anywhere, so that it stays on the paper

Data = dict[str, Any]


def pdf(document: Document) -> bytes:
    """Return a document as a PDF on A4.

    Where it holds a letter that no font here has, the paper matters more than the standards, and it meets neither
    (see `is_to_standard`).
    """
    data = json.dumps(pdf_data(document), ensure_ascii=False)
    try:
        return _compiled(data, to_standard=True)
    except typst.TypstError:
        return _compiled(data, to_standard=False)


def is_to_standard(file: bytes) -> bool:
    """Return whether a PDF of ours meets the standards: typst checks the file against both as it writes it."""
    return b"<pdfuaid:part>1" in file and b"<pdfaid:part>2" in file


def _compiled(data: str, to_standard: bool) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        font_paths=_fonts(),
        pdf_standards=["a-2a", "ua-1"] if to_standard else None,
    )


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts: those that typst carries, and those of the machine for letters that they lack."""
    return typst.Fonts()


def pdf_data(document: Document) -> Data:
    """Return all that the template writes."""
    side, av = document.page_words
    return {
        "language": document.language,
        "title": _text(document.title),
        "mark": _text(document.mark),
        "status": _text(document.status),
        "side": side,
        "av": av,
        "draft": document.is_draft,
        "dated": list(document.dated.timetuple()[:6]),
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> Data:
    match block:
        case Heading():
            return {
                "kind": "heading",
                "level": block.level,
                "text": _text(block.text),
                "on-new-page": block.on_new_page,
            }
        case Paragraph():
            return {"kind": "note" if block.is_note else "paragraph", "text": _text(block.text)}
        case Facts():
            return {"kind": "facts", "rows": [[_text(name), _text(what)] for name, what in block.rows]}
        case Bullets():
            return {"kind": "bullets", "items": [_text(item) for item in block.items]}
        case Table():
            return {
                "kind": "table",
                "title": _text(block.title),
                "columns": [{"title": _text(c.title), "number": c.is_number, "width": c.width} for c in block.columns],
                "rows": [[_text(cell) for cell in row] for row in block.rows],
                "sums": block.sums,
            }


def _text(text: str) -> str:
    """Return a text whose long words may be broken."""
    return " ".join(_breakable(word) for word in text.split(" "))


def _breakable(word: str) -> str:
    parts = [word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)]
    return "\u200b".join(parts)
