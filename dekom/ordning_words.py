"""What an ordning calls its own: a network of Rekom has kindergartens, not schools, and shares by other man-years."""

from dataclasses import dataclass

from dekom.i18n import Message


@dataclass(frozen=True, slots=True)
class OrdningWords:
    """The words of one ordning: what takes part, which of them are private, and what pro rata counts.

    `key` stands inside a sentence, `key_title` begins one.
    """

    units: Message
    private_units: Message
    key: Message
    key_title: Message


_SCHOOLS = OrdningWords(Message("Skoler"), Message("Friskoler"), Message("lærerårsverk"), Message("Lærerårsverk"))
_KINDERGARTENS = OrdningWords(
    Message("Barnehager"),
    Message("Private barnehager"),
    Message("årsverk i barnehagen"),
    Message("Årsverk i barnehagen"),
)
_BOTH = OrdningWords(
    Message("Skoler og barnehager"),
    Message("Private skoler og barnehager"),
    Message("årsverk"),
    Message("Årsverk"),
)


def words_of(ordning: str) -> OrdningWords:
    """Return the words of an ordning; one for both schools and kindergartens unless it is known to be for one."""
    return {"dekom": _SCHOOLS, "rekom": _KINDERGARTENS}.get(ordning, _BOTH)
