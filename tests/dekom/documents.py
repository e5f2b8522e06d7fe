"""Small files of each kind that may be attached, and of some that may not."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG, JPEG = b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff\xe0" + bytes(20)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def types_list(main_type: str, place: str = "/word/document.xml") -> str:
    """Return the list of content types of a package with one part."""
    return f'<?xml version="1.0"?><Types><Override PartName="{place}" ContentType="{main_type}"/></Types>'


def package(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip with some parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(*more: str, main_type: str = WORD_TYPE, text: str = "Plan") -> bytes:
    """Return a newer Word document, with some more parts."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types_list(main_type),
        "word/document.xml": f"<w>{text}</w>",
    }
    return package(parts | dict.fromkeys(more, ""))


def ole(*streams: str, shift: int = 0) -> bytes:
    """Return an older Office file whose directory has some streams, each entry `shift` bytes off its place."""
    entries = b""
    for stream in ("Root Entry", *streams):
        name = stream.encode("utf-16-le")
        entries += (name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")).ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512 + shift, b"\0") + entries


DOCX, DOC = docx(), ole("WordDocument", "1Table")
