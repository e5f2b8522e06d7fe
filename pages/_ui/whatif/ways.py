"""What each way to share is called, what it does, and whom it favours."""

from dekom.model import Case
from dekom.ordning_words import words_of
from dekom.whatif import (
    ALL_LAST_YEAR,
    ALL_NEED,
    CLAIMS_RULES,
    EQUAL,
    LAST_YEAR,
    NEED,
    PERCENT,
    PRO_RATA,
    SCALE,
    WAYS,
    missing_teacher_years,
)
from pages._ui.text import t

_NAMES = {
    LAST_YEAR: "Fjorårets andeler",
    NEED: "Etter meldt behov",
    EQUAL: "Likt til alle",
    ALL_LAST_YEAR: "Alle som i fjor",
    ALL_NEED: "Alle får behovet",
    SCALE: "Dagens beløp justert til rammen",
    PERCENT: "Felles prosent",
    "equal_awards": "Likt beløp, aldri over behovet",
    "equal_losses": "Likt kutt i kroner",
    "talmud": "Halve behovet først",
}
_MEANINGS = {
    LAST_YEAR: "Hvert nettverk får samme andel av rammen som i fjor.",
    NEED: "Alle får samme prosent av behovet.",
    EQUAL: "Rammen delt på antall nettverk.",
    ALL_LAST_YEAR: "Alle får det samme som i fjor. Det som er igjen, står udelt.",
    ALL_NEED: "Alle får det de har meldt. Går bare når rammen er stor nok.",
    SCALE: "Dagens beløp økes eller kuttes med samme prosent til rammen er brukt.",
    PERCENT: "Et løfte til den dagen rammen er endelig: samme prosent til alle.",
    "equal_awards": "Alle får like mye til behovet deres er dekket. Gunstig for dem som har meldt små behov.",
    "equal_losses": "Alle mangler like mange kroner, ingen får under 0. Gunstig for dem som har meldt store behov.",
    "talmud": (
        "Til halve det samlede behovet er nådd, deles det likt opp til hvert nettverks halve behov; "
        "over det kuttes det likt. Ligger mellom de to andre."
    ),
}


def offered_ways(case: Case, every_way: bool, chosen: str) -> list[str]:
    """Return the ways to choose between; the claims rules only on request."""
    return [way for way in WAYS if every_way or way == chosen or way not in CLAIMS_RULES]


def way_name(case: Case, way: str) -> str:
    """Return what a way is called in this case."""
    if way == LAST_YEAR and missing_teacher_years(case):
        return t("Fjorårets andeler ({key} mangler)", key=words_of(case.ordning).key)
    if way == PRO_RATA:
        return t("Pro rata: grunntilskudd + {key}", key=words_of(case.ordning).key)
    return t(_NAMES[way])


def way_meaning(case: Case, way: str) -> str:
    """Return what a way does."""
    if way == PRO_RATA:
        return t("Samme grunnbeløp til hvert nettverk, og resten etter {key}.", key=words_of(case.ordning).key)
    return t(_MEANINGS[way])
