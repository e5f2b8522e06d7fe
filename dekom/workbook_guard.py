"""The outside of an uploaded workbook, a zip file: what must hold before anything in it is opened.

openpyxl reads through a `Package`. Nothing is ever unpacked to disk, and no more than the limits allow is expanded in
memory, whatever the file declares: openpyxl itself has no bounds.
"""

import stat
import struct
import zlib
from io import BytesIO
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from dekom.i18n import Message
from dekom.unreadable import Unreadable, broken_off, damaged, too_big

MB = 1_000_000
MAX_UPLOAD = 10 * MB
MAX_PARTS = 2_000
# What the parts say they hold. Excel's accident of a million formatted, empty rows says 85 to 360 MB, at 14 to 30 to
# one, and is read: such a sheet is never expanded to its end. A zip bomb is packed a thousand to one.
MAX_DECLARED = 400 * MB
MAX_RATIO = 200
RATIO_MATTERS = 10 * MB  # of one part; smaller ones are harmless
# What is in fact expanded: bytes, and tags of XML, for each of which openpyxl needs up to 13 microseconds.
MAX_EXPANDED = (30 * MB, 1_000_000)  # of a file
MAX_SHARED = (20 * MB, 300_000)  # of a part that is kept in memory, such as the texts
MAX_ROW = (5 * MB, 150_000)  # of a sheet from one row to the next

_CENTRAL_ENTRY = b"PK\x01\x02"
_ZIP_FAULTS = (BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)


class Stream:
    """A part that is expanded as it is read, within limits that begin anew at `renew`."""

    def __init__(self, package: "Package", source: IO[bytes], limits: tuple[int, int]) -> None:
        self._package, self._source, self._limits = package, source, limits
        self.renew()

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *_fault: object) -> None:
        self._source.close()

    def renew(self) -> None:
        self._left = self._limits

    def read(self, size: int = -1) -> bytes:
        try:
            chunk = self._source.read(size)
        except _ZIP_FAULTS as fault:
            raise broken_off() from fault
        self._left = _spent(self._left, chunk)
        self._package.left = _spent(self._package.left, chunk)
        if b"<!DOCTYPE" in chunk:  # where entities are declared; what is read in chunks, defusedxml looks after
            raise damaged()
        return chunk


def _spent(left: tuple[int, int], chunk: bytes) -> tuple[int, int]:
    left = left[0] - len(chunk), left[1] - chunk.count(b"<")
    if min(left) < 0:
        raise too_big()
    return left


class Package(ZipFile):
    """The parts of a zip file. Opening it checks everything that can be checked without expanding anything."""

    def __init__(self, content: bytes) -> None:
        if content.count(_CENTRAL_ENTRY) > MAX_PARTS:
            message = (
                "Filen har flere enn {limit:tall} deler. Kopier bare tabellene til en ny arbeidsbok, og last opp den."
            )
            raise Unreadable(Message(message, {"limit": MAX_PARTS}))
        try:
            super().__init__(BytesIO(content))
        except _ZIP_FAULTS as fault:
            raise broken_off() from fault
        _check_entries(self.infolist())
        self.left = MAX_EXPANDED

    def open(self, name: Any, *_args: Any, **_kwargs: Any) -> Any:  # as ZipFile's, for openpyxl
        if self.getinfo(name).file_size > MAX_SHARED[0]:
            raise too_big()
        return self._stream(name, MAX_SHARED)

    def open_sheet(self, name: str) -> Stream:
        """Open a part of any size, to be read in chunks."""
        return self._stream(name, MAX_ROW)

    def _stream(self, name: str, limits: tuple[int, int]) -> Stream:
        try:
            return Stream(self, super().open(name), limits)
        except _ZIP_FAULTS as fault:
            raise broken_off() from fault


def _check_entries(entries: list[ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        message = "Filen er pakket med passord. Pakk den ut, og last opp arbeidsboken uten passord."
        raise Unreadable(Message(message))
    _check_names(entries)
    _check_sizes(entries)
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        message = "Filen er pakket på en måte som ikke kan leses. Åpne den i Excel, lagre den og last den opp på nytt."
        raise Unreadable(Message(message))


def _check_names(entries: list[ZipInfo]) -> None:
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        message = "Filen har to deler med samme navn. Åpne den i Excel, lagre den og last den opp på nytt."
        raise Unreadable(Message(message))
    if any(_leads_out(entry) for entry in entries):
        message = "Filen har deler som peker ut av den. Åpne den i Excel, lagre den og last den opp på nytt."
        raise Unreadable(Message(message))


def _leads_out(entry: ZipInfo) -> bool:
    name, is_link = entry.filename, stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _check_sizes(entries: list[ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > MAX_DECLARED:
        raise too_big()
    large = [entry for entry in entries if entry.file_size > RATIO_MATTERS]
    if any(entry.file_size > MAX_RATIO * entry.compress_size for entry in large):
        message = "Filen er pakket hardere enn Excel gjør. Åpne den i Excel, lagre den og last den opp på nytt."
        raise Unreadable(Message(message))
