"""Read the catalogue of a language (gettext, through babel): bokmål sentence → sentence in that language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

FOLDER = Path(__file__).parent


def catalogue_file(language: str) -> Path:
    """Return where the catalogue of a language is kept."""
    return FOLDER / language / "LC_MESSAGES" / "dekom.po"


def load_catalogue(file: Path) -> Catalog:
    """Return a catalogue with all that stands in its file; raise `RuntimeError` if the file is gone or damaged."""
    try:
        with file.open("rb") as opened:
            return read_po(opened, abort_invalid=True)
    except (OSError, PoFileError, UnicodeDecodeError) as fault:
        raise RuntimeError(f"the catalogue {file} cannot be read: {fault}") from fault


@cache
def translations(language: str) -> Mapping[str, str]:
    """Return every sentence that has a text in the language. The file is read once, when it is first asked for."""
    catalogue = load_catalogue(catalogue_file(language))
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
