"""The spread of answers in words, for the secretariat's screen and the wall."""

from dekom.criteria import Spread
from dekom.groupwork import Question
from pages._ui.text import t


def spread_lines(
    found: Spread, asked: Question, names: dict[str, str], hidden: frozenset[str] = frozenset()
) -> list[str]:
    """Return the spread in words: a line a choice with a mark a group, then the words and amounts of each group.

    `hidden` groups have not presented their answers; that is not the same as not having answered.
    """
    lines = []
    if asked.has_choices:
        for counted in found.choices:
            marks = "●" * len(counted.grupper) or "–"
            who = ", ".join(names[i] for i in counted.grupper)
            lines.append(f"{marks} {counted.choice}: {len(counted.grupper)}" + (f" ({who})" if who else ""))
    lines += [f"{names[i]}: {text}" for i, text in found.texts]
    lines += [t("{name}: {kr:kr}", name=names[i], kr=kr) for i, kr in found.amounts]
    silent = [names[i] for i in found.not_answered if i not in hidden]
    if silent:
        lines.append(t("Ikke svart: {names}", names=silent))
    if hidden:
        lines.append(t("Ikke lagt fram: {names}", names=[name for i, name in names.items() if i in hidden]))
    return lines
