"""The rules as a document for people, made from the tuples in `rules`; a test fails when it drifts.

Run `python -m dekom.rules_document` after changing a rule or its parameters.
"""

from pathlib import Path

from dekom.i18n import render
from dekom.outcome import Kind
from dekom.parameters import read_rulebook
from dekom.rules import RULES, Rule
from dekom.whole_rules import WHOLE_RULES, WholeRule

FILE = Path(__file__).with_name("regler.md")
_MEANING = {
    Kind.KRAV: "Fra lov eller retningslinjer. Forumet kan ikke fravike det, bare ta forbehold.",
    Kind.GRENSE: "En grense forumet selv har vedtatt. Ingen er satt på forhånd. Kan godtas med begrunnelse.",
    Kind.KONTROLL: "Regning og samsvar. Kan godtas med begrunnelse.",
    Kind.OPPLYSNING: "Et tall til orientering.",
}


def rules_document() -> str:
    """Return every rule with its kind, parameter values by ordning and date, and sources, as Markdown."""
    parts = [
        "# Kontrollene\n",
        "Laget av `python -m dekom.rules_document` fra `rules.py` og `regelverk.toml`. Endres ikke for hånd.\n",
        "Et tall som mangler eller er usikkert i kilden, gjør kontrollen *Uavklart*.\n",
    ]
    every_rule: tuple[Rule | WholeRule, ...] = (*RULES, *WHOLE_RULES)
    for kind in Kind:
        parts.append(f"## {kind}\n\n{_MEANING[kind]}\n")
        parts += [_section(rule) for rule in every_rule if rule.kind is kind]
    return "\n".join(parts)


def _section(rule: Rule | WholeRule) -> str:
    scope = "hvert nettverk" if isinstance(rule, Rule) else "hele innstillingen"
    lines = [f"### {render(rule.title)} (`{rule.id}`)\n", f"Gjelder {scope}. {rule.meaning}"]
    if rule.source:
        lines.append(f"Kilde: {render(rule.source)}.")
    if isinstance(rule, Rule) and rule.parameter:
        lines.append("\n| ordning | fra | verdi | kilde |\n|---|---|---|---|")
        lines += _values(rule.parameter)
    return "\n".join(lines) + "\n"


def _values(parameter: str) -> list[str]:
    found = []
    for table in read_rulebook().values():
        steps = table.get(parameter, [])
        found += [f"| {table['navn']} | {s['fra']} | {s['verdi']} | {s['kilde']} |" for s in steps]
        if not steps:
            found.append(f"| {table['navn']} | – | av | ikke kildebelagt |")
    return found


if __name__ == "__main__":
    FILE.write_text(rules_document(), encoding="utf-8")
