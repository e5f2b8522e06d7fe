"""The outside of an uploaded workbook, a zip file: what must hold before anything in it is opened.

Nothing is ever unpacked to disk, and no more than the limits allow is expanded in memory, whatever the file declares.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from dekom.i18n import Message
from dekom.unreadable import Unreadable, broken_off, too_big

MB = 1_000_000
MAX_UPLOAD = 10 * MB
MAX_PARTS = 2_000
# What the parts say they hold. Excel's accident of a million formatted, empty rows says 85 to 360 MB, at 14 to 30 to
# one, and is read: such a sheet is never expanded to its end. A zip bomb is packed a thousand to one.
MAX_DECLARED = 400 * MB
MAX_RATIO = 200
RATIO_MATTERS = 10 * MB  # of one part; smaller ones are harmless
MAX_EXPANDED = 60 * MB  # what is in fact expanded of a file, all parts together,
MAX_TAGS = 2_000_000  # and how much XML there may be in it: half a million cells

_CENTRAL_ENTRY = b"PK\x01\x02"
_ZIP_FAULTS = (BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)


class Package:
    """The parts of a zip file. Opening it checks everything that can be checked without expanding anything."""

    def __init__(self, content: bytes) -> None:
        if content.count(_CENTRAL_ENTRY) > MAX_PARTS:
            raise _too_many_parts()
        try:
            self._zip = ZipFile(BytesIO(content))
        except _ZIP_FAULTS as fault:
            raise broken_off() from fault
        entries = self._zip.infolist()
        _check_entries(entries)
        self._entries = {entry.filename: entry for entry in entries}
        self._bytes_left, self._tags_left = MAX_EXPANDED, MAX_TAGS

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._entries)

    @contextmanager
    def open(self, name: str) -> Iterator["Stream"]:
        """Open a part to be read from the start; `KeyError` if there is none by that name."""
        entry = self._entries[name]
        try:
            source = self._zip.open(entry)
        except _ZIP_FAULTS as fault:
            raise broken_off() from fault
        with source:
            yield Stream(self, source)

    def first_bytes(self, name: str) -> bytes:
        """Return the beginning of a part, nothing if there is none by that name."""
        if name not in self._entries:
            return b""
        with self.open(name) as stream:
            return stream.read(100)

    def spend(self, chunk: bytes) -> None:
        """Count what was expanded; raise `Unreadable` when it is more than a file may have."""
        self._bytes_left -= len(chunk)
        self._tags_left -= chunk.count(b"<")
        if self._bytes_left < 0 or self._tags_left < 0:
            raise too_big()


class Stream:
    """A part that is expanded as it is read. `unseen` is how many bytes were read since somebody set it to 0."""

    def __init__(self, package: Package, source: IO[bytes]) -> None:
        self._package, self._source = package, source
        self.unseen = 0

    def read(self, size: int = -1) -> bytes:
        try:
            chunk = self._source.read(size)
        except _ZIP_FAULTS as fault:
            raise broken_off() from fault
        self.unseen += len(chunk)
        self._package.spend(chunk)
        return chunk


def _check_entries(entries: list[ZipInfo]) -> None:
    if len(entries) > MAX_PARTS:
        raise _too_many_parts()
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
    if any(_leads_out(entry.filename) for entry in entries):
        message = "Filen har deler som peker ut av den. Åpne den i Excel, lagre den og last den opp på nytt."
        raise Unreadable(Message(message))
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries):
        message = "Filen har snarveier i seg. Åpne den i Excel, lagre den og last den opp på nytt."
        raise Unreadable(Message(message))


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _check_sizes(entries: list[ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > MAX_DECLARED:
        raise too_big()
    large = [entry for entry in entries if entry.file_size > RATIO_MATTERS]
    if any(entry.file_size > MAX_RATIO * entry.compress_size for entry in large):
        message = "Filen er pakket hardere enn Excel gjør. Åpne den i Excel, lagre den og last den opp på nytt."
        raise Unreadable(Message(message))


def _too_many_parts() -> Unreadable:
    message = "Filen har flere enn {limit:tall} deler. Kopier bare tabellene til en ny arbeidsbok, og last opp den."
    return Unreadable(Message(message, {"limit": MAX_PARTS}))
