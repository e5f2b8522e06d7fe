"""How a Word file of ours looks: its styles, its language, and what stands on every page."""

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from dekom.protocol_document import Document

TABLE, FIGURE, CELL, FACT, NOTE, MARK = "Tabell", "Tall", "Celle", "Opplysning", "Merknad", "Merke"
LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO"}
TEXT_CM = 17.0  # between the margins of an A4
_INK = RGBColor(0x1F, 0x29, 0x33)
_DRAFT = RGBColor(0xB4, 0x23, 0x18)
_FONT = "Calibri"


def dress(file: WordFile, document: Document) -> None:
    """Give a new file its styles, language and properties, and the edges of its pages."""
    _styles(file, document)
    _properties(file, document)
    _edges(file, document)


def _styles(file: WordFile, document: Document) -> None:
    styles = file.styles
    _language(file, LANGUAGES[document.language])
    normal = styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _dress(normal, 11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11), ("Caption", 10)):
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        _dress(style, size, is_bold=True)
    for name, size, based_on in (
        (CELL, 10, "Normal"),
        (FIGURE, 10, CELL),
        (FACT, 11, "Normal"),
        (NOTE, 9, "Normal"),
        (MARK, 14, "Normal"),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = styles[based_on]
        style.font.size = Pt(size)
        style.quick_style = True
        style.paragraph_format.space_after = Pt(0 if name in {CELL, FIGURE} else 4)
    _align_right(styles[FIGURE])
    mark = styles[MARK]
    assert isinstance(mark, ParagraphStyle)
    mark.font.bold = True
    mark.font.color.rgb = _DRAFT if document.is_draft else _INK
    styles.element.append(_table_style())


def _align_right(style: object) -> None:
    assert isinstance(style, ParagraphStyle)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _dress(style: ParagraphStyle, size: int, is_bold: bool = False) -> None:
    """Give a style one font in every script, its size and our ink."""
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
    if is_bold:
        style.font.bold = True
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)


def _language(file: WordFile, language: str) -> None:
    """Say in the styles which language the text is in, and that no style says otherwise."""
    for tag in file.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)


def _table_style() -> BaseOxmlElement:
    """Return the style of our tables: quiet lines, and a heading row that stands out."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="9AA5B1"'
    found: BaseOxmlElement = parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}"><w:name w:val="{TABLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E9EDF1"/></w:tcPr></w:tblStylePr></w:style>'
    )
    return found


def _properties(file: WordFile, document: Document) -> None:
    """Set what the file says of itself; no name of anyone or of this machine."""
    said = file.core_properties
    said.title, said.subject = document.title[:255], document.status[:255]
    said.language = LANGUAGES[document.language]
    said.author = said.last_modified_by = said.comments = said.keywords = ""
    said.created = said.modified = document.dated


def _edges(file: WordFile, document: Document) -> None:
    """Put the mark on top of every page, and status and page number below."""
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    top = section.header.paragraphs[0]
    top.style = MARK
    top.add_run(document.mark)
    bottom = section.footer.paragraphs[0]
    bottom.style = NOTE
    page, of = document.page_words
    bottom.add_run(f"{document.status} · {page} ")
    _field(bottom, "PAGE")
    bottom.add_run(f" {of} ")
    _field(bottom, "NUMPAGES")


def _field(paragraph: WordParagraph, name: str) -> None:
    """Add a number that Word works out."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run("1" if kind == "text" else "")
        if kind == "instr":
            code = OxmlElement("w:instrText")
            code.text = name
            run._r.append(code)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
