"""What an uploaded file is, told from its bytes and parts and never from its name, and what to do about it."""

from collections.abc import Collection
from typing import Literal

from dekom.i18n import Message

Kind = Literal["zip", "ole", "text"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF", b"\x00\x00\x01\x00")
_PACKED = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<div", b"mime-version:")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r"))


def kind_of(content: bytes) -> Kind | Message:
    """Return which way a file is to be read, or what to say about one that cannot be."""
    start = content[:4096]
    if start.startswith(_ZIP):
        return "zip"
    if start.startswith(_OLE):
        return "ole"
    if start.startswith(_OLD_EXCEL):
        return old_excel()
    if b"%PDF-" in start[:1024]:
        return Message(
            "Filen er en PDF. Last opp arbeidsboken som tallene kommer fra, eller lim inn tabellen som tekst."
        )
    if start.startswith(_UTF16):
        return _kind_of_text(start.decode("utf-16", "ignore").encode(errors="ignore"))
    if _is_text(content):
        return _kind_of_text(content.removeprefix(b"\xef\xbb\xbf"))
    if start.startswith(_PICTURES):
        return Message("Filen er et bilde. Last opp arbeidsboken som tallene kommer fra.")
    if start.startswith(_PACKED):
        return Message("Filen er pakket. Pakk den ut, og last opp arbeidsboken som ligger i den.")
    return no_workbook()


def _kind_of_text(content: bytes) -> Kind | Message:
    start = content.lstrip()[:4096].lower()
    if not start:
        return empty()
    if start.startswith(_WEB_PAGE) or (start.startswith(b"<") and b"<html" in start):
        return Message(
            "Filen er en nettside som er lagret som regneark. "
            "Åpne den i Excel, lagre den som Excel-arbeidsbok (.xlsx), og last opp den."
        )
    if start.startswith(b"<?xml"):
        return Message("Filen er XML. Åpne den i Excel, lagre den som Excel-arbeidsbok (.xlsx), og last opp den.")
    if start.startswith(b"{\\rtf"):
        return word()
    return "text"


def _is_text(content: bytes) -> bool:
    """Return whether at most one byte in twenty is a control character; of random bytes it is two."""
    return 20 * (len(content) - len(content.translate(None, _CONTROL))) <= len(content)


def kind_of_ole(content: bytes) -> Message:
    """Return what to say about a file in Microsoft's old container, told from the names in its directory."""
    if _named(content, "EncryptedPackage"):
        return Message(
            "Arbeidsboken er beskyttet med passord. Åpne den i Excel, velg Fil, Informasjon og Beskytt arbeidsbok, "
            "ta bort passordet, lagre den og last den opp på nytt."
        )
    if _named(content, "Workbook") or _named(content, "Book"):
        return old_excel()
    if _named(content, "WordDocument"):
        return word()
    if _named(content, "PowerPoint Document"):
        return slides()
    return no_workbook()


def _named(content: bytes, name: str) -> bool:
    return (name + "\0").encode("utf-16-le") in content


def kind_of_zip(names: Collection[str], mimetype: bytes) -> Message | None:
    """Return what to say about a zip file that is no workbook of ours; None for one that is.

    `mimetype` is what the part of that name holds, where there is one.
    """
    if "xl/workbook.bin" in names:
        return Message(
            "Filen er en binær arbeidsbok (.xlsb). "
            "Åpne den i Excel, lagre den som Excel-arbeidsbok (.xlsx), og last opp den."
        )
    if any(name.startswith("xl/") for name in names):
        return None
    if any(name.startswith("word/") for name in names):
        return word()
    if any(name.startswith("ppt/") for name in names):
        return slides()
    if b"opendocument.spreadsheet" in mimetype:
        return Message(
            "Filen er et regneark fra LibreOffice (.ods). Åpne den der, lagre den som Excel-arbeidsbok (.xlsx), "
            "og last opp den."
        )
    if b"opendocument" in mimetype:
        return no_workbook()
    if any(name.endswith(".iwa") for name in names):
        return Message("Filen er fra Numbers. Velg Arkiv, Eksporter til og Excel der, og last opp den nye filen.")
    return Message("Filen er en zip-mappe. Pakk den ut, og last opp arbeidsboken som ligger i den.")


def empty() -> Message:
    return Message("Filen er tom. Se at den er lagret, og last den opp på nytt.")


def no_workbook() -> Message:
    return Message("Filen er ikke en arbeidsbok. Last opp en Excel-arbeidsbok (.xlsx) eller en CSV-fil.")


def old_excel() -> Message:
    return Message(
        "Filen er i det gamle Excel-formatet (.xls). "
        "Åpne den i Excel, lagre den som Excel-arbeidsbok (.xlsx), og last opp den."
    )


def word() -> Message:
    return Message("Filen er et Word-dokument. Kopier tabellen i Word, og lim den inn som tekst her.")


def slides() -> Message:
    return Message("Filen er en presentasjon. Kopier tabellen på lysbildet, og lim den inn som tekst her.")
