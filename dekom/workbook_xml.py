"""XML from a stranger, an element at a time: no DTD, no entities, and never more in memory than a row needs.

openpyxl's own reading keeps every row that has been read as an empty element, and builds a row however wide it is.
"""

from collections.abc import Collection, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from dekom.unreadable import damaged, too_big
from dekom.workbook_guard import Package, Stream

MAX_LIVE = 150_000  # elements not yet let go of: a row of 16 384 cells, or 65 000 cell styles
MAX_DEPTH = 40
MAX_UNSEEN = 2_000_000  # bytes without the start or end of an element: one tag, text or comment
_XML_FAULTS = (ParseError, DefusedXmlException, LookupError, ValueError)


def elements(stream: Stream, root: str, tags: Collection[str]) -> Iterator[Element]:
    """Yield each finished element with one of the tags, and let go of it afterwards.

    Other elements are let go of when the child of the root that they stand in is finished, and those with one of the
    tags that come after them in the same parent too. Raise `Unreadable` where the root is another than expected.
    """
    path: list[tuple[Any, int]] = []  # the open elements, and how many were alive before each
    live = 0
    for event, element in _events(stream):
        if event == "start":
            if not path and element.tag != root:
                raise damaged()
            path.append((element, live))
            live += 1
            if live > MAX_LIVE or len(path) > MAX_DEPTH:
                raise too_big()
            continue
        _element, before = path.pop()
        if element.tag in tags:
            yield element
        parent = path[-1][0] if path else ()
        if parent and parent[0] is element and (element.tag in tags or len(path) == 1):
            del parent[0]  # the parser is ahead of us: others may stand after it already
            live = before


def root_of(package: Package, name: str) -> Element:
    """Return a small part whole; raise `Unreadable` if it is missing, damaged or large."""
    if name not in package.names:
        raise damaged()
    open_elements = live = 0
    root: Element | None = None
    with package.open(name) as stream:
        for event, element in _events(stream):
            root = element if root is None else root
            open_elements += 1 if event == "start" else -1
            live += event == "start"
            if open_elements > MAX_DEPTH or live > MAX_LIVE:
                raise too_big()
    if root is None:
        raise damaged()
    return root


def _events(stream: Stream) -> Iterator[tuple[str, Any]]:
    try:
        for event, element in iterparse(_Bounded(stream), ("start", "end"), forbid_dtd=True):
            stream.unseen = 0
            yield event, element
    except _XML_FAULTS as fault:
        raise damaged() from fault


class _Bounded:
    """A stream that ends with `Unreadable` when the parser has been fed for long without finding an element."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        if self._stream.unseen > MAX_UNSEEN:
            raise too_big()
        return self._stream.read(size)
