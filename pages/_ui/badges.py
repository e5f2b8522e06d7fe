"""One badge a row: the worst outcome, by word and shape, never by colour alone."""

from dekom.evaluate import Row
from dekom.outcome import Kind, Outcome, Status
from pages._ui.text import t, words

_SHAPES = {
    Status.OPPFYLT: "✓",
    Status.INNENFOR: "✓",
    Status.STEMMER: "✓",
    Status.IKKE_OPPFYLT: "✕",
    Status.OVER: "▲",
    Status.AVVIK: "≠",
    Status.UAVKLART: "?",
}
_TONES = {
    Status.IKKE_OPPFYLT: "breach",
    Status.OVER: "deviation",
    Status.AVVIK: "deviation",
    Status.UAVKLART: "unclear",
}


def badge_of(row: Row) -> dict[str, str]:
    """Return the badge of a network: text, shape and tone, with the title of the check it comes from."""
    worst = row.worst
    if worst is None:
        if not row.tested:
            return {"text": t("Ikke sjekket"), "shape": "–", "tone": "untested"}
        return {"text": t("I orden"), "shape": "✓", "tone": "ok"}
    if worst.acknowledgement:
        return {"text": answer_word(worst), "shape": "✎", "tone": "answered", "note": words(worst.title)}
    shape, tone = _SHAPES[worst.status], _TONES[worst.status]
    return {"text": words(worst.status), "shape": shape, "tone": tone, "note": words(worst.title)}


def shape_of(status: Status) -> str:
    """Return the sign that stands beside the word of a status."""
    return _SHAPES.get(status, "·")


def answer_word(outcome: Outcome) -> str:
    """Return what the forum's answer is called: a forbehold to a krav, a begrunnelse to the rest."""
    return t("Forbehold") if outcome.kind is Kind.KRAV else t("Begrunnet")
