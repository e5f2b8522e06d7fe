"""The pages in nynorsk: every text has one, nothing goes round `t`, and each reader has the language picked."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dekom.access import Actor, Holder
from dekom.change import Change, RowEdit
from dekom.demo import MEETING, ORDNING
from dekom.group_actions import set_revealed
from dekom.i18n import Message, untranslated
from dekom.locale.catalogue import translations
from dekom.store import Store
from dekom.wall import VIEW_NAMES, Wall
from dekom.wall_actions import show
from pages._ui import gate
from tests.pages.reading import button, texts

ROOT = Path(__file__).parents[2]
SECRETARIAT = Actor("5" * 32, "Sekretariatet")
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]


@pytest.fixture(autouse=True)
def nothing_stood_in_bokmal() -> Iterator[None]:
    """Whatever these tests draw in nynorsk had a nynorsk text."""
    untranslated.clear()
    yield
    assert sorted(untranslated) == []


@pytest.fixture
def in_nynorsk(open_app: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    # The harness asks for the labels of choices between two runs, where there is no session to have a language.
    monkeypatch.setattr("pages._ui.language.BOKMAL", "nn")

    def run(page: str) -> AppTest:
        app = open_app()
        pick(app, "nn")
        return app.switch_page(f"pages/{page}.py").run()

    return run


@pytest.fixture
def group_1(open_app: Callable[[], AppTest], store: Store, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A group on its own phone, in a meeting whose language is nynorsk."""
    speak_nynorsk(store)
    key = store.issue_key(Holder("gruppe", MEETING, "gruppe-1"))
    monkeypatch.setattr(gate.NETWORK, "url", "http://192.168.1.7:8501")
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: {"Host": "192.168.1.7:8501"}))
    monkeypatch.setattr(gate, "the_cookie", lambda: key)
    return open_app().switch_page("pages/gruppearbeid.py").run()


def pick(app: AppTest, language: str) -> AppTest:
    """Pick a language in the sidebar, which Streamlit's test harness draws on the first run only."""
    return next(c for c in app.segmented_control if "Bokmål" in c.options).set_value(language).run()


def speak_nynorsk(store: Store) -> None:
    """Make nynorsk the meeting's own language, as the set-up does."""
    edit = RowEdit("meeting", {"meeting_id": MEETING}, {"language": "nb"}, {"language": "nn"})
    store.apply(Change(MEETING, "", Message("prøve"), (edit,)), SECRETARIAT)


def each_part(app: AppTest, key: str) -> Iterator[tuple[str, AppTest]]:
    """Draw every part that a row of buttons offers; its values are the names shown, or the bokmål behind them."""
    in_bokmal = {nynorsk: text for text, nynorsk in translations("nn").items()}
    for option in app.segmented_control(key=key).options:
        buttons, text = app.segmented_control(key=key), in_bokmal.get(option, option)
        yield option, buttons.set_value(text if buttons.format_func(text) == option else option).run()


# Every page


def test_innstilling_every_panel_and_section(in_nynorsk):
    app = in_nynorsk("innstilling")
    assert "Ramme til nettverka" in [m.label for m in app.metric]
    assert "Totalt 20 700 000 − " in texts(app)
    for _name, drawn in each_part(app, "panel"):
        assert not drawn.exception
    app.toggle(key="every_column").set_value(True).run()
    app.session_state[f"table/{MEETING}/{ORDNING}"].selected = "fosen"
    app.run()
    for _name, drawn in each_part(app, "detail_section"):
        assert not drawn.exception


def test_hva_om_every_panel_and_way(in_nynorsk):
    app = in_nynorsk("hva-om")
    assert "Kva om? Trøndelag · Dekom 2022" in texts(app)
    for _name, drawn in each_part(app, "what_if_panel"):
        assert not drawn.exception
    app.toggle(key="every_way").set_value(True).run()
    assert "Halve behovet først" in app.selectbox(key="way").options


def test_gruppearbeid_every_part_of_the_secretariats(in_nynorsk):
    app = in_nynorsk("gruppearbeid")
    names = [name for name, drawn in each_part(app, "group_part") if not drawn.exception]
    assert names == ["Matrise", "Framlegg", "Fordeling av svar", "Før inn", "Grupper", "Tilgang", "Papir"]


def test_oppsett_every_part(in_nynorsk):
    app = in_nynorsk("oppsett")
    for name, drawn in each_part(app, "set_up_part"):
        assert not drawn.exception, name


def test_saksliste_every_part(in_nynorsk):
    app = in_nynorsk("saksliste")
    assert "Semje er hovudregelen." in texts(app)
    for key in ("item_panel", "agenda_part"):
        for name, drawn in each_part(app, key):
            assert not drawn.exception, name


def test_protokoll_every_part(in_nynorsk):
    app = in_nynorsk("protokoll")
    assert "Referat og innstilling · Trøndelag · Dekom 2022" in texts(app)
    for name, drawn in each_part(app, "record_part"):
        assert not drawn.exception, name


def test_group_has_the_meetings_language(group_1):
    assert "Meldt behov 600 000 kr · I fjor 669 162 kr" in texts(group_1)
    nettverk = next(s for s in group_1.selectbox if s.label == "Nettverk")
    assert nettverk.options[0] == "Midtre Namdal – førearbeid"
    button(group_1, "Neste nettverk").click().run()
    for _name, drawn in each_part(group_1, "desk"):
        assert not drawn.exception


def test_storskjerm_every_view(open_app, store):
    speak_nynorsk(store)
    work = store.load_group_work(MEETING, SECRETARIAT)
    for sheet in work.sheets:
        set_revealed(store, SECRETARIAT, work, "gruppe-1", sheet.id, True)
    app = open_app().switch_page("pages/storskjerm.py")
    for view in VIEW_NAMES:
        sheet = next(s for s in work.sheets if (s.per == "gruppe") == (view == "fordeling"))
        places = {"nettverk_id": "fosen", "gruppe_id": "gruppe-1", "sheet_id": sheet.id}
        words = {"question_id": sheet.questions[0].id, "resumes": "12:30", "text": "Vedtak"}
        shows = frozenset({"kontroller"}) if view == "nettverk" else frozenset()
        wall = Wall(work.rooms[0].id, view, ordning=ORDNING, shows=shows, **places, **words)
        show(store, SECRETARIAT, MEETING, wall)
        assert not app.run().exception, view
        if view == "innstilling":
            assert [m.label for m in app.metric] == ["Ramme til nettverka", "Innstilt", "Står att"]


def test_entrance_speaks_the_language_of_the_newest_meeting(open_app, store, monkeypatch):
    speak_nynorsk(store)
    monkeypatch.setattr(gate.NETWORK, "url", "http://192.168.1.7:8501")
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: {"Host": "192.168.1.7:8501"}))
    app = open_app()
    assert "Opne lenka du har fått av sekretariatet, eller skriv koden." in texts(app)
    assert "Åpne lenken du har fått av sekretariatet, eller skriv koden." in texts(pick(app, "nb"))


# Whose language


def test_reader_who_has_picked_nothing_has_the_meetings_language(open_app, store):
    assert "Gjenstår" in [m.label for m in open_app().metric]
    speak_nynorsk(store)
    assert "Står att" in [m.label for m in open_app().metric]


def test_picked_language_goes_before_the_meetings_on_every_page(open_app, store):
    speak_nynorsk(store)
    app = pick(open_app(), "nb")
    assert "Gjenstår" in [m.label for m in app.metric]
    assert "Gjenstår" in [m.label for m in app.switch_page("pages/hva-om.py").run().metric]


def test_cookie_keeps_the_picked_language_for_the_next_session(open_app, monkeypatch):
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: {"dekom_language": "nn"}))
    assert "Står att" in [m.label for m in open_app().metric]


@pytest.mark.parametrize("hostile", ["NN", "nn; path=/"])
def test_cookie_that_names_no_language_of_ours_counts_for_nothing(open_app, monkeypatch, hostile):
    monkeypatch.setattr(type(st.context), "cookies", property(lambda _: {"dekom_language": hostile}))
    assert "Gjenstår" in [m.label for m in open_app().metric]


def test_wall_speaks_the_meetings_language_whatever_is_picked_at_the_machine(in_nynorsk):
    app = in_nynorsk("storskjerm")
    assert [m.label for m in app.metric] == ["Ramme til nettverkene", "Innstilt", "Gjenstår"]
    app.switch_page("pages/innstilling.py").run()
    assert "Står att" in [m.label for m in app.metric]


def test_callback_answers_in_the_language_that_its_button_was_drawn_in(in_nynorsk):
    app = in_nynorsk("innstilling")
    app.selectbox(key="move_from").set_value("tfk-vgo")
    app.selectbox(key="move_to").set_value("ytre-namdal")
    app.text_input(key="move_amount").set_value("100 000")
    button(app, "Flytt").click().run()
    button(app, "Angre").click().run()
    assert "Angra: Flytta 100 000 kr frå TFK + VGO til Ytre Namdal" in texts(app)


def test_history_is_kept_in_no_language(in_nynorsk, open_app, store):
    app = in_nynorsk("innstilling")
    app.segmented_control(key="panel").set_value("Forumets grenser").run()
    app.text_input(key="limit/grense_koordinator").set_value("20")
    button(app, "Set grense").click().run()
    assert "Lagra: Koordinatoren sin del av behovet." in texts(app)
    app.session_state["picked_language"] = "nb"
    app.segmented_control(key="panel").set_value("Historikk").run()
    assert "Forumets grense satt: Koordinatorens andel av behovet 20\u00a0%" in app.dataframe[0].value["Hva"].to_list()


# Nothing goes round `t`

SHOWS_FIRST = re.compile(
    "text|title|header|subheader|caption|markdown|write|info|error|warning|success|metric|expander|popover|spinner"
    "|toast|status|progress|toggle|checkbox|radio|pills|segmented_control|slider|[a-z_]*(?:button|input|box|area|select)"
    "|file_uploader|select_slider"
)
SHOWS_BY_NAME = frozenset(["label", "title", "page_title", "help", "placeholder", "alt"])
SHOWN_BY_COMPONENTS = frozenset(["label", "caption", "text", "note", "empty", "silent"])
WORD = re.compile(r"[^\W\d_]{2,}")


def literal_words(node: ast.expr) -> str:
    """Return the words that an expression shows as they stand in the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = [node.value]
    elif isinstance(node, ast.JoinedStr):
        parts = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
    elif isinstance(node, ast.BinOp):
        parts = [literal_words(node.left), literal_words(node.right)]
    elif isinstance(node, ast.IfExp):
        parts = [literal_words(node.body), literal_words(node.orelse)]
    else:
        return ""
    return " ".join(part for part in parts if WORD.search(re.sub(r":material/\w+:", "", part)))


def untold(tree: ast.Module) -> list[str]:
    """Return the words that a page shows without asking for them in the reader's language."""
    shown: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            shown += node.args[:1] if SHOWS_FIRST.fullmatch(node.func.attr) else []
            is_shown = node.func.attr != "add_argument"  # of the terminal
            shown += [k.value for k in node.keywords if is_shown and k.arg in SHOWS_BY_NAME]
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            dicts = [node for node in ast.walk(function) if isinstance(node, ast.Dict)]
            named = [pair for node in dicts for pair in zip(node.keys, node.values, strict=True)]
            shown += [v for k, v in named if isinstance(k, ast.Constant) and k.value in SHOWN_BY_COMPONENTS]
    return [words for node in dict.fromkeys(shown) if (words := literal_words(node))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page_shows_no_words_that_go_round_the_languages(path):
    assert untold(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('st.text("Sum")', ["Sum"]),
        ('st.button(t("Lagre"), help="Lagrer alt")', ["Lagrer alt"]),
        ('column.metric(f"Sum: {x}", y)', ["Sum: "]),
        ('def f():\n    rows.append({"label": "Navn", "id": "name"})', ["Navn"]),
        ('st.text("a" if x else "Ikke satt")', ["Ikke satt"]),
        ('st.text(t("Sum"))', []),
        ('st.markdown(":material/info:")', []),
        ('st.text(f"{a} · {b}")', []),
        ('st.button(t("Lagre"), key="save", type="primary", icon=":material/check:")', []),
    ],
)
def test_words_that_go_round_the_languages_are_recognised(source, found):
    assert untold(ast.parse(source)) == found


def test_components_hold_no_words():
    """What a component shows comes from Python; its code and its styles know no language."""
    for path in sorted((ROOT / "pages").rglob("*.js")):
        source = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        shown = re.findall(
            r"""(?:textContent|placeholder|title|innerText)\s*=\s*["'`]([^"'`]*[^\W\d_][^"'`]*)""", source
        )
        assert shown == [], path.name
        assert not re.search(r"[æøåÆØÅ]", source), path.name
