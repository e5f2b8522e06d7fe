"""Every sentence has its nynorsk, with the same places, and the nynorsk is nynorsk."""

import json
import re
import string
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from dekom.access import Actor
from dekom.change import Change, RowEdit
from dekom.charts import amounts_data, amounts_spec, amounts_text, frame_spec, frame_text
from dekom.demo import MEETING, ORDNING
from dekom.groupwork import GroupWork, Question, Sheet
from dekom.i18n import LANGUAGES, NYNORSK, Message, has_words, known_language, render, untranslated
from dekom.locale.catalogue import catalogue_file, load_catalogue, translations
from dekom.locale.extract import Found, Place, extract, product_texts
from dekom.locale.source import Module
from dekom.locale.update import updated, write
from dekom.outcome import Kind, Status
from dekom.sheet_print import sheets_data
from dekom.store import Store
from dekom.whatif_charts import curve_spec, frame_need_spec
from tests.dekom.builders import demo_case, make_case, make_evaluation, make_nettverk


@cache
def product() -> Found:
    return product_texts()


@cache
def texts() -> dict[str, str]:
    return {str(m.id): str(m.string) for m in load_catalogue(catalogue_file(NYNORSK)) if m.id}


def places(sentence: str) -> Counter[tuple[str, str]]:
    """Return the places of a sentence with their formats."""
    return Counter((name, spec or "") for _text, name, spec, _conversion in string.Formatter().parse(sentence) if name)


# The catalogue


def test_every_sentence_can_be_followed_to_a_literal() -> None:
    assert product().unclear == []


def test_every_sentence_has_a_nynorsk_text() -> None:
    missing = [text for text in product().texts if not texts().get(text)]
    assert missing == [], "run python -m dekom.locale.update, and write the nynorsk"


def test_catalogue_holds_no_sentence_that_is_gone() -> None:
    assert sorted(texts().keys() - product().texts.keys()) == [], "run python -m dekom.locale.update"


def test_translations_leave_out_no_text_of_the_catalogue() -> None:
    assert translations(NYNORSK).keys() == {text for text, nynorsk in texts().items() if nynorsk}


def test_nynorsk_has_the_same_places_and_formats() -> None:
    assert [text for text, nynorsk in texts().items() if nynorsk and places(text) != places(nynorsk)] == []


def test_nynorsk_begins_and_ends_as_the_sentence_does() -> None:
    """What stands around a sentence, such as a space before the next one or the stop at its end, stays."""

    def ends(sentence: str) -> tuple[str, str, int, int, int]:
        first = re.match(r"[^\w{]*", sentence)
        last = re.search(r"[^\w}]*$", sentence)
        signs = (sentence.count(sign) for sign in ("\n", "«", "**"))
        return (first.group() if first else "", last.group() if last else "", *signs)

    assert [text for text, nynorsk in texts().items() if nynorsk and ends(text) != ends(nynorsk)] == []


BOKMAL_WORDS = frozenset(Path(__file__).with_name("bokmal_words.txt").read_text(encoding="utf-8").split())
"""Words of our bokmål that our nynorsk writes otherwise. Words that both have are not here."""
BOKMAL_SHAPES = re.compile(
    r"hv\w+|\w{3,}ing(?:en|ens|ene|enes|er)|\w{3,}lig(?:e|t|ere|st|ste)?|\w{3,}het(?:en|er|ene)?|\w{3,}ede"
)


def bokmal_in(sentence: str, nynorsk: str) -> set[str]:
    """Return the words of a nynorsk sentence that are bokmål; what both quote, such as a law, stays as it is."""
    quotes = set(re.findall("«[^«»]*»", sentence))
    own = re.sub("«[^«»]*»", lambda quote: "" if quote.group() in quotes else quote.group(), nynorsk)
    own = re.sub(r"\bå nå\b", "", own)  # to reach
    words = {
        word.casefold() for text, *_place in string.Formatter().parse(own) for word in re.findall(r"[^\W\d_]+", text)
    }
    return {word for word in words if word in BOKMAL_WORDS or BOKMAL_SHAPES.fullmatch(word)}


def test_nynorsk_has_no_word_of_bokmal() -> None:
    assert {nynorsk: found for text, nynorsk in texts().items() if (found := bokmal_in(text, nynorsk))} == {}


@pytest.mark.parametrize(
    ("sentence", "nynorsk", "found"),
    [
        ("Ingenting ble lagret.", "Ingenting blei lagra.", set()),
        ("Ingenting ble lagret.", "Ingenting ble lagret.", {"ble", "lagret"}),
        ("Innstillingen er ikke endelig.", "Innstillingen er ikkje endelig.", {"innstillingen", "endelig"}),
        ("Kravet er «i begrenset omfang».", "Kravet er «i begrenset omfang».", set()),
        ("«Nettverkene» mangler.", "«Nettverka» mangler.", {"mangler"}),
        ("{noen}", "{noen}", set()),
    ],
)
def test_bokmal_is_recognised_outside_quotes(sentence: str, nynorsk: str, found: set[str]) -> None:
    assert bokmal_in(sentence, nynorsk) == found


def test_catalogue_that_is_gone_or_damaged_is_a_clear_fault(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"dekom\.po cannot be read"):
        load_catalogue(tmp_path / "dekom.po")
    damaged = tmp_path / "dekom.po"
    damaged.write_bytes(b'msgid "a"\nmsgstr "\xff"\n')
    with pytest.raises(RuntimeError, match="cannot be read"):
        load_catalogue(damaged)


# In two languages


def test_render_in_nynorsk_translates_what_stands_in_the_places_too() -> None:
    message = Message(
        "Angret: {what}", {"what": Message("{what} for {name}", {"what": Message("Meldt behov"), "name": "Fosen"})}
    )
    assert render(message, language="nn") == "Angra: Meldt behov for Fosen"
    assert render(message) == "Angret: Meldt behov for Fosen"


def test_render_in_nynorsk_translates_every_part_of_a_list() -> None:
    asides = [Message("Avsatt til {name} {kr:tall}.", {"name": name, "kr": 1_000}) for name in ("Lån", "Åpent")]
    nynorsk = render(Message("{asides:rekke}", {"asides": asides}), language="nn")
    assert nynorsk == "Avsett til Lån 1\u00a0000. Avsett til Åpent 1\u00a0000."


def test_render_in_nynorsk_puts_the_words_of_an_enum_into_the_language() -> None:
    assert render(Status.IKKE_OPPFYLT, language="nn") == "Ikkje oppfylt"
    assert render(Message("{a}: {b}", {"a": Kind.KRAV, "b": Status.OVER}), language="nn") == "Krav: Over"
    assert render(Status.IKKE_OPPFYLT) == "Ikke oppfylt"


@pytest.mark.parametrize("name", ["Ikke oppgitt", "ukjent {kr:kr}", "{", "Meldt behov"])
def test_render_in_nynorsk_leaves_a_name_as_it_is(name: str) -> None:
    assert render(Message("{name} er 0 kr.", {"name": name}), language="nn") == f"{name} er 0 kr."


@pytest.mark.parametrize("language", ["nb", "", "en", "NN", "../nn"])
def test_render_in_any_other_language_is_bokmal(language: str) -> None:
    assert render(Message("Ingenting er endret."), language=language) == "Ingenting er endret."


def test_sentence_without_nynorsk_stands_in_bokmal_and_is_told() -> None:
    text = "Denne setningen finnes bare her."
    assert render(Message(text), language="nn") == text
    assert text in untranslated
    untranslated.discard(text)


def test_sentence_of_places_and_signs_only_needs_no_nynorsk() -> None:
    assert not has_words("{name}: {before:kr} → {after:kr} (12 %)")
    assert has_words("{n} av {all}")
    render(Message("{a} · {b}", {"a": 1, "b": 2}), language="nn")
    assert "{a} · {b}" not in untranslated


@pytest.mark.parametrize(("stored", "language"), [("nn", "nn"), ("nb", "nb"), ("en", "nb"), (None, "nb")])
def test_case_has_the_language_of_its_meeting(store: Store, stored: str | None, language: str) -> None:
    edit = RowEdit("meeting", {"meeting_id": MEETING}, {"language": "nb"}, {"language": stored})
    store.apply(Change(MEETING, "", Message("prøve"), (edit,)), Actor("a" * 32))
    assert store.load_case(MEETING, ORDNING).language == language
    assert known_language(store.cases()[0].language) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_has_its_series_by_the_same_names_as_its_legend(language: str) -> None:
    spec = json.dumps(amounts_spec(11, language), ensure_ascii=False)
    series = dict.fromkeys(record["serie"] for record in amounts_data(make_evaluation(demo_case()), language))
    assert json.dumps(list(series), ensure_ascii=False) in spec


def test_pictures_in_nynorsk_have_no_word_of_bokmal() -> None:
    evaluation = make_evaluation(make_case(make_nettverk(innstilt_kr=None), set_asides=[("Reise", 10)]))
    shown = [amounts_text(evaluation, "nn"), frame_text(evaluation, "nn")]
    shown += [json.dumps(spec, ensure_ascii=False) for spec in (amounts_spec(2, "nn"), frame_spec(2, "nn"))]
    shown += [json.dumps(spec, ensure_ascii=False) for spec in (curve_spec("Storleik", "nn"), frame_need_spec("nn"))]
    assert "i fjor 950\u00a0000\u00a0kr, meldt behov 1\u00a0200\u00a0000\u00a0kr, innstilt ukjent" in shown[0]
    assert [bokmal_in("", text) for text in shown] == [set()] * len(shown)


def test_sheet_on_paper_is_in_the_language_asked_for() -> None:
    nettverk = make_nettverk(grunnlag=None)
    sheet = Sheet(
        "ark", "Kriterieark", "dekom", "nettverk", (Question("1", "Er det forankra?", ("valg",), ("ja", "nei")),)
    )
    in_nynorsk = sheets_data(make_case(nettverk), GroupWork("m"), sheet, None, False, "nn")
    assert in_nynorsk["language"] == "nn"
    assert in_nynorsk["words"]["hand-in"] == "Skriv tydeleg. Lever arket til sekretariatet, som fører inn svara."
    assert in_nynorsk["sheets"][0]["basis"]["texts"][0]["value"] == "Avgjerdsgrunnlag er ikkje levert."
    assert [role["text"] for role in in_nynorsk["sheets"][0]["roles"]] == ["Førearbeid", "Lytting"]
    assert sheets_data(make_case(nettverk), GroupWork("m"), sheet, None, False, "xx")["language"] == "nb"


# Finding the sentences


def found_in(tmp_path: Path, **sources: str) -> Found:
    """Return what is found in modules with these sources."""
    modules = []
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
        modules.append(Module(name, tmp_path / f"{name}.py"))
    return extract(modules, tmp_path)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('Message("En")', {"En"}),
        ('Message(msgid="En")', {"En"}),
        ('Message("En " "to")', {"En to"}),
        ('Message("En" if a else "To" if b else "Tre")', {"En", "To", "Tre"}),
        ('A = "To"\nMessage(A or "En")', {"En", "To"}),
        ('Message("En" + (" to" if a else "") + ".")', {"En.", "En to."}),
        ('TEXT = "En"\nMessage(TEXT)', {"En"}),
        ('A, B = "En", "To"\nMessage(B)', {"To"}),
        ('NAMES: dict[str, str] = {"a": "En", "b": "To"}\nMessage(NAMES[x])', {"En", "To"}),
        ('NAMES = {"a": "En", "b": "To"}\nMessage(NAMES["b"])', {"To"}),
        ('NAMES = {"a": "En"}\nMessage(NAMES.get(x, "To"))', {"En", "To"}),
        ('NAMES = (("a", "En"), ("b", "To"))\nfor _i, name in NAMES:\n    Message(name)', {"En", "To"}),
        ('NAMES = {"a": "En"}\nfound = [Message(name) for i, name in NAMES.items()]', {"En"}),
        ('NAMES = ["En", "To"]\nfound = {Message(n) for i, n in enumerate(NAMES)}', {"En", "To"}),
        ('PAIRS = {"a": ("En", 1)}\ndef f(a):\n    name, n = PAIRS[a]\n    return Message(name)', {"En"}),
        ('def f():\n    text = "En"\n    return Message(text)', {"En"}),
        ('def f(a):\n    text = "En"\n    if a:\n        text = "To"\n    return Message(text)', {"En", "To"}),
        ('def f(a):\n    text = "En"\n    Message(text)\n    text = "To"\n    Message(text)', {"En", "To"}),
        ('def f():\n    text = "En"\n    text = text + " to"\n    return Message(text)', {"En to"}),
        ('def f(text):\n    text = "En"\n    return Message(text)\nf(x)', {"En"}),
        ('def f(text, n=1):\n    return Message(text, {"n": n})\nf("En")\nf(n=2, text="To")', {"En", "To"}),
        ('def f(n, *, text="En"):\n    return Message(text)\nf(1)', {"En"}),
        ('def g(t):\n    return Message(t)\ndef f(t):\n    return g(t)\nf("En")', {"En"}),
        ('def f(a, text):\n    return Message(text)\npartial(f, 1, "En")', {"En"}),
        ('class E(Exception):\n    def __init__(self, text="En"):\n        Message(text)\nE("To")', {"En", "To"}),
        ('class A:\n    def say(self, text):\n        Message(text)\nA().say("En")', {"En"}),
        ('class Word(StrEnum):\n    A = "En"\n    B = "To"', {"En", "To"}),
        ('t(m.msgid, **m.params)\ndef t(msgid, **p):\n    Message(msgid, p)\nt("En")', {"En"}),
        ('NAMES = {"En": 1, "To": 2}\nst.radio("Vis", list(NAMES), format_func=t)', {"En", "To"}),
        ('def f():\n    names = list({"En": 1})\n    st.radio("Vis", names, format_func=t)', {"En"}),
        ('st.radio("Vis", options=["En"], format_func=t)\nst.radio("Vis", read(), format_func=t)', {"En"}),
        ('Message("{x:kr}")\nMessage("–")', set()),
        ('"""Doc."""\nprint("En")', set()),
    ],
)
def test_extract_follows_a_sentence_to_its_literal(tmp_path: Path, source: str, expected: set[str]) -> None:
    found = found_in(tmp_path, module=source)
    assert found.texts.keys() == expected
    assert found.unclear == []


def test_extract_follows_a_sentence_into_other_modules(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        says='TEXT = "En"\ndef say(text):\n    return Message(text)',
        uses='from says import TEXT, say\nsay("To")\nMessage(TEXT)\ndef t(x):\n    pass\nt("Tre")',
    )
    assert found.texts == {"En": [Place("uses.py", 3)], "To": [Place("uses.py", 2)]}


@pytest.mark.parametrize(
    "source",
    [
        'Message(f"En {x}")',
        "Message(x)",
        "Message(rule.title)",
        'Message("En" + x)',
        "Message(str(x))",
        "found = [Message(x) for x in read()]",
        "say = lambda text: Message(text)",
        'NAMES = {"a": "En"}\nMessage(NAMES.get(x, x))',
    ],
)
def test_extract_tells_what_cannot_be_followed(tmp_path: Path, source: str) -> None:
    line = 1 + source.count("\n")
    assert found_in(tmp_path, module=source).unclear == [Place("module.py", line)]


# Updating


def test_update_keeps_what_is_known_brings_in_what_is_new_and_drops_what_is_gone(tmp_path: Path) -> None:
    old = Catalog(locale="nn")
    for text, nynorsk in [("Gammel", "Gammal"), ("Borte", "Borte"), ("Tom", "")]:
        old.add(text, nynorsk)
    found = Found(
        {"Ny": [Place("a.py", 3)], "Gammel": [Place("a.py", 9), Place("b.py", 1)], "Tom": [Place("c.py", 1)]}, []
    )
    new = updated(old, found)
    assert [(m.id, m.string) for m in new if m.id] == [("Ny", ""), ("Gammel", "Gammal"), ("Tom", "")]
    file = tmp_path / "dekom.po"
    file.write_text('# Om ordene.\nmsgid ""\nmsgstr ""\n"Language: nn\\n"\n\nborte', encoding="utf-8")
    write(new, file)
    written = file.read_text(encoding="utf-8")
    assert written.startswith(
        '# Om ordene.\nmsgid ""\nmsgstr ""\n"Language: nn\\n"\n\n#: a.py\nmsgid "Ny"\nmsgstr ""\n'
    )
    write(load_catalogue(file), file)
    assert file.read_text(encoding="utf-8") == written
