"""What may be attached: PDF and Word, told by what a file holds and not by what it is called."""

import io
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable

from dekom.i18n import Message
from dekom.money import Refused, quoted

MEGABYTE = 1024 * 1024  # as Streamlit counts them too
MOST_MEGABYTES = 20
MOST_LETTERS = 200
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF, _PDF_WITHIN = b"%PDF-", 1024  # a reader looks for it in the first 1024 bytes
_MOST_PARTS, _MOST_LISTED = 20_000, MEGABYTE
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = ("macroenabled", "vbaproject")
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(ValueError, RuntimeError, EOFError, OSError, OverflowError),
)


def check_document(name: str, content: bytes) -> None:
    """Raise `Refused`, with what to do instead, unless a file can be attached under its name as it stands."""
    _check_name(name)
    if not content:
        raise _refused("«{file}» er tom. Velg en annen fil.", name)
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        text = "«{file}» er større enn {most:tall} MB. Lagre den med mindre bilder, eller del den i to."
        raise Refused(Message(text, {"file": quoted(name), "most": MOST_MEGABYTES}))
    ending = _ending_of(content, name)
    if not name.casefold().endswith(ending):
        text = "Innholdet i «{file}» er av typen {ending}. Gi filen et navn som slutter på {ending}, og prøv igjen."
        raise Refused(Message(text, {"file": quoted(name), "ending": ending}))


def _check_name(name: str) -> None:
    """Refuse a name that cannot be kept and shown as it was given."""
    if not name.strip():
        raise Refused(Message("Filen har ikke noe navn. Gi den et navn, og prøv igjen."))
    if len(name) > MOST_LETTERS:
        text = "Navnet «{file}» er for langt. Bruk høyst {most:tall} tegn."
        raise Refused(Message(text, {"file": quoted(name), "most": MOST_LETTERS}))
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in name):
        raise Refused(Message("Filnavnet har tegn som ikke kan vises. Gi filen et annet navn, og prøv igjen."))


def _ending_of(content: bytes, name: str) -> str:
    """Return what the name of such a file should end in: .pdf, .docx or .doc."""
    if content.startswith(_PICTURES):
        raise _refused("«{file}» er et bilde. Lagre det som PDF, og prøv igjen.", name)
    if content.startswith(_ZIP):
        ending, has_macros = _of_zip(content, name)
    elif content.startswith(_OLE):
        ending, has_macros = _of_ole(content, name)
    else:
        ending, has_macros = ".pdf" if _PDF in content[:_PDF_WITHIN] else "", False
    if has_macros:
        raise _refused("«{file}» har makroer og kan ikke legges ved. Lagre den som PDF, og prøv igjen.", name)
    if not ending:
        raise _refused("«{file}» er verken PDF eller Word. Lagre den som PDF, og prøv igjen.", name)
    return ending


def _of_zip(content: bytes, name: str) -> tuple[str, bool]:
    """Look into the package that a newer Word document is, without unpacking more than its list of content types."""
    if content.count(b"PK\x01\x02") > _MOST_PARTS:
        return "", False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = "\n".join(package.namelist()).casefold()
            types = _types_in(package)
    except _UNREADABLE as fault:
        raise _refused("«{file}» er skadet og kan ikke leses. Lagre den på nytt, og prøv igjen.", name) from fault
    has_macros = any(macro in parts or macro in types for macro in _MACROS)
    is_word = "word/document.xml" in parts or _WORD in types
    return (".docx" if is_word else ""), has_macros


def _types_in(package: zipfile.ZipFile) -> str:
    """Return the list of content types that a package begins with, in whichever encoding; "" where it has none."""
    if "[Content_Types].xml" not in package.namelist():
        return ""
    with package.open("[Content_Types].xml") as part:
        return part.read(_MOST_LISTED).replace(b"\0", b"").decode("latin-1").casefold()


def _of_ole(content: bytes, name: str) -> tuple[str, bool]:
    """Look for the streams of an older Word document, or of a newer one behind a password."""
    has_macros = _has_any_stream(content, ("_VBA_PROJECT", "Macros"))
    if _has_any_stream(content, ("WordDocument",)):
        return ".doc", has_macros
    # Behind a password nothing tells Word from Excel but the name.
    is_locked_word = _has_any_stream(content, ("EncryptedPackage",)) and name.casefold().endswith(".docx")
    return (".docx" if is_locked_word else ""), has_macros


def _has_any_stream(content: bytes, names: Iterable[str]) -> bool:
    """Return whether the directory has an entry by one of the names: 64 bytes of name, its length, on a 128 mark."""
    for text in names:
        name = text.encode("utf-16-le")
        entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
        at = content.find(entry)
        while at != -1 and at % 128:
            at = content.find(entry, at + 1)
        if at != -1:
            return True
    return False


def _refused(text: str, name: str) -> Refused:
    return Refused(Message(text, {"file": quoted(name)}))
