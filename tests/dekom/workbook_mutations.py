"""Damaged and hostile workbooks made from a good one, the same for the same seed."""

import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random
from warnings import catch_warnings, simplefilter
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

Parts = list[tuple[str, bytes]]

TEXTS = (
    "", " ", "0", "-1", "1", "999999999999999999999", "1e999", "NaN", "1,5", "1_0", "٣", "0x10", "true", "2022-02-30",
    "#REF!", "=1+1", "=cmd|'/c calc'!A0", "[1]Ark!A1", "WEBSERVICE(\"https://example.org\")", "s", "str", "inlineStr",
    "A1", "XFD1048576", "AAAA1", "A0", "Ark1", "../../x", "http://example.org", "_x0000_", "_xD83D_", "_xD83D__xDE00_",
    "\u202e842 950", "\u200b", "<script>alert(1)</script>", "{name} {0} %s", "'; DROP TABLE change; --", "x" * 40_000,
    "842\u00a0950,-", "𝔉👩\u200d🏫", "\ufffe", "veryHidden", "rId1", "14", "1048577", "16385",
)  # fmt: skip
NAMES = ("../ut.xml", "/xl/workbook.xml", "xl\\workbook.xml", "C:/x", "XL/WORKBOOK.XML", "a" * 300, "xl/æ.xml", "x/")


def mutations(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield files made from a good one by one to three mutations each; of bytes only, if it is no workbook."""
    random = Random(seed)
    for _ in range(count):
        mutated = content
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            mutated = _mutated(mutated, random)
        yield mutated


def _mutated(content: bytes, random: Random) -> bytes:
    try:
        with ZipFile(BytesIO(content)) as file:
            parts = [(entry.filename, file.read(entry)) for entry in file.infolist()]
    except (BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        parts = []
    if not parts or random.random() < 0.15:
        return random.choice(OF_BYTES)(content, random)
    if random.random() < 0.25:
        return random.choice(OF_PACKAGE)(parts, random)
    index = random.randrange(len(parts))
    sheets = [i for i, (name, _part) in enumerate(parts) if "sheet" in name or "haredStrings" in name]
    if sheets and random.random() < 0.6:
        index = random.choice(sheets)
    name, part = parts[index]
    parts[index] = (name, _mutated_xml(part, random))
    return packed(parts)


def packed(parts: Parts) -> bytes:
    """Return a zip file of parts, of which several may have the same name."""
    file = BytesIO()
    with catch_warnings(), ZipFile(file, "w", ZIP_DEFLATED) as archive:
        simplefilter("ignore")  # a name that is there twice
        for name, part in parts:
            archive.writestr(ZipInfo(name), part)
    return file.getvalue()


def _flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 20) if changed else 0):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(content: bytes, random: Random) -> bytes:
    return content[: random.randint(0, len(content))]


def _headless(content: bytes, random: Random) -> bytes:
    return content[random.randint(0, min(100, len(content))) :]


def _spliced(content: bytes, random: Random) -> bytes:
    start, end = sorted(random.randint(0, len(content)) for _ in range(2))
    middle = random.choice((b"", content[start:end] * 2, random.randbytes(random.randint(0, 200))))
    return content[:start] + middle + content[end:]


OF_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (_flipped, _flipped, _cut, _headless, _spliced)


def _without_part(parts: Parts, random: Random) -> bytes:
    parts.pop(random.randrange(len(parts)))
    return packed(parts)


def _with_emptied_part(parts: Parts, random: Random) -> bytes:
    index = random.randrange(len(parts))
    parts[index] = (parts[index][0], random.choice((b"", b"\0", b"<", b"<a/>", random.randbytes(100))))
    return packed(parts)


def _with_swapped_parts(parts: Parts, random: Random) -> bytes:
    first, second = random.choices(range(len(parts)), k=2)
    names = parts[first][0], parts[second][0]
    parts[first], parts[second] = (names[0], parts[second][1]), (names[1], parts[first][1])
    return packed(parts)


def _with_renamed_part(parts: Parts, random: Random) -> bytes:
    index = random.randrange(len(parts))
    name = random.choice((*NAMES, parts[index][0].upper(), random.choice(parts)[0]))
    parts[index] = (name, parts[index][1])
    return packed(parts)


def _with_extra_part(parts: Parts, random: Random) -> bytes:
    name = random.choice((*NAMES, random.choice(parts)[0], "xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"))
    return packed([*parts, (name, random.choice(parts)[1])])


def _with_odd_header(parts: Parts, random: Random) -> bytes:
    """Return a zip file in which a size, a flag, a method or a place in the list of parts is another than it is."""
    content = bytearray(packed(parts))
    entries = [i for i in range(len(content) - 46) if content[i : i + 4] == b"PK\x01\x02"]
    start = random.choice(entries) + random.choice((8, 10, 16, 20, 24, 28, 30, 38, 42))
    content[start : start + 2] = random.choice((b"\xff\xff", b"\0\0", b"\x01\0", b"\x63\0", random.randbytes(2)))
    return bytes(content)


OF_PACKAGE: tuple[Callable[[Parts, Random], bytes], ...] = (
    _without_part,
    _with_emptied_part,
    _with_swapped_parts,
    _with_renamed_part,
    _with_extra_part,
    _with_odd_header,
)


def _mutated_xml(part: bytes, random: Random) -> bytes:
    try:
        root = ElementTree.fromstring(part)
    except (ElementTree.ParseError, LookupError, ValueError):
        return _flipped(part, random)
    kind = random.random()
    if kind < 0.1:
        return b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + ElementTree.tostring(root)
    if kind < 0.2:
        return random.choice((_cut, _flipped, _spliced))(part, random)
    for _ in range(random.randint(1, 5)):
        _change(root, random)
    return ElementTree.tostring(root, random.choice(("utf-8", "utf-8", "utf-16", "latin-1")))


def _change(root: ElementTree.Element, random: Random) -> None:
    """Change one attribute, one text or one element somewhere in a tree."""
    parents = [element for element in root.iter() if len(element)]
    element = random.choice(list(root.iter()))
    kind = random.random()
    if kind < 0.35 and element.attrib:
        name = random.choice(list(element.attrib))
        if random.random() < 0.2:
            del element.attrib[name]
        else:
            element.set(name, random.choice(TEXTS))
    elif kind < 0.6 or not parents:
        element.text = random.choice(TEXTS)
    else:
        _change_child(random.choice(parents), element, random)


def _change_child(parent: ElementTree.Element, other: ElementTree.Element, random: Random) -> None:
    index = random.randrange(len(parent))
    kind = random.randrange(5)
    if kind == 0:
        del parent[index]
    elif kind == 1:
        parent.insert(index, parent[index])
    elif kind == 2:
        parent[index].tag = random.choice((other.tag, "a", f"{{urn:x}}{parent[index].tag.rpartition('}')[2]}"))
    elif kind == 3:
        parent[:] = list(reversed(parent))
    elif not len(other):
        parent.append(other)
