"""Bring the nynorsk catalogue in step with the code: new sentences come in empty, those that are gone go out.

Run `python -m dekom.locale.update`, then write the nynorsk where `msgstr` is empty. A test fails until it is there.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from dekom.i18n import NYNORSK
from dekom.locale.catalogue import catalogue_file, load_catalogue
from dekom.locale.extract import Found, product_texts


def updated(old: Catalog, found: Found) -> Catalog:
    """Return a catalogue with just the sentences found, in the order of the code, and the old texts."""
    new = Catalog(locale=old.locale)
    for text, places in found.texts.items():
        known = old.get(text)
        notes = known.user_comments if known else ()
        files = list(dict.fromkeys((place.file, 0) for place in places))
        new.add(text, known.string if known else "", locations=files, user_comments=notes)
    return new


def write(catalogue: Catalog, file: Path) -> None:
    """Write the sentences, each on one line however long, below the head that the file has; files without lines."""
    head, _blank, _rest = file.read_text(encoding="utf-8").partition("\n\n")
    body = BytesIO()
    write_po(body, catalogue, width=0, include_lineno=False, ignore_obsolete=True, omit_header=True)
    file.write_bytes(head.encode() + b"\n\n" + body.getvalue().strip() + b"\n")


def main() -> int:
    """Update the file; say what is new, what went, and what the code does not spell out."""
    file = catalogue_file(NYNORSK)
    old, found = load_catalogue(file), product_texts()
    new = updated(old, found)
    write(new, file)
    gone = [str(m.id) for m in old if m.id and m.id not in new]
    empty = [str(m.id) for m in new if m.id and not m.string]
    print(f"{len(found.texts)} sentences, {len(gone)} gone, {len(empty)} without nynorsk")
    for place in found.unclear:
        print(f"{place.file}:{place.line}: write the sentence as a literal here")
    return 1 if empty or found.unclear else 0


if __name__ == "__main__":
    sys.exit(main())
