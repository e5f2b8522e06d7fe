"""The rules document follows the rules."""

from dekom.rules import RULES
from dekom.rules_document import FILE, rules_document
from dekom.whole_rules import WHOLE_RULES


def test_document_is_what_the_rules_give():
    assert FILE.read_text(encoding="utf-8") == rules_document(), "run python -m dekom.rules_document"


def test_document_names_every_rule_once():
    text = rules_document()
    assert [text.count(f"(`{rule.id}`)") for rule in (*RULES, *WHOLE_RULES)] == [1] * (len(RULES) + len(WHOLE_RULES))
