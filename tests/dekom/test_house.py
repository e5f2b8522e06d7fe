"""The house rules: who may import whom, who may know a clock or a database, and what stands nowhere."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "dekom").glob("**/*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
SHARED_BY_PAGES = sorted((ROOT / "pages" / "_ui").glob("**/*.py"))
PRODUCT = [ROOT / "app.py", *CORE, *PAGES, *SHARED_BY_PAGES]
TEXTS = [
    path
    for folder in ("dekom", "pages", "data", "tests")
    for path in sorted((ROOT / folder).glob("**/*"))
    if path.suffix in {".py", ".js", ".css", ".html", ".csv", ".toml", ".md", ".txt"} and path != Path(__file__)
] + [path for path in (ROOT / "app.py", ROOT / "README.md") if path.exists()]

PURE = [
    path.stem
    for path in CORE
    if path.stem
    in {
        "allocation",
        "audit",
        "claims",
        "criteria",
        "evaluate",
        "figures",
        "i18n",
        "model",
        "money",
        "outcome",
        "parameters",
        "readiness",
        "rounding",
        "rule_support",
        "rules",
    }
]
IMPURE_LIBRARIES = {
    "altair",
    "duckdb",
    "numpy",
    "pandas",
    "random",
    "sqlite3",
    "streamlit",
    "time",
    "uuid",
    "zoneinfo",
}
DATABASE = {
    "schema",
    "connection",
    "file_copy",
    "store",
    "queries",
    "group_queries",
    "proceedings_queries",
    "keys",
    "keyring",
    "open_file",
    "ledger",
    "tables",
    "row_tree",
    "row_writer",
    "restore",
    "take_over",
}
LAYERS = {  # module: the only modules of dekom that it may import
    "figures": set(),
    "i18n": {"figures"},
    "model": {"figures", "i18n"},
    "money": {"figures", "i18n"},
    "parameters": {"figures", "i18n", "model"},
    "outcome": {"figures", "i18n", "model"},
    "audit": {
        *("audit_columns", "audit_deviation", "audit_share_causes", "audit_shares", "audit_sums", "audit_table"),
        *("i18n", "model"),
    },
    "audit_columns": {"i18n", "model"},
    "audit_table": {"audit_columns", "i18n", "model"},
    "rule_support": {"figures", "i18n", "model", "outcome"},
    "rules": {"audit", "figures", "i18n", "model", "outcome", "parameters", "rule_support"},
    "schema": {"figures", "i18n", "model"},
    "groupwork": set(),
    "criteria": {"figures", "groupwork", "i18n", "model"},
}


def name(path: Path) -> str:
    """Return a path as it is written in a report."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> set[str]:
    """Return every module that a file imports, at the top or inside a function, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {name(path)}"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@cache
def libraries(path: Path) -> set[str]:
    """Return the top-level packages that a file imports."""
    return {module.split(".")[0] for module in imports(path)}


@cache
def core_imports(path: Path) -> set[str]:
    """Return the modules of dekom that a file imports."""
    stems = {core.stem for core in CORE}
    return {m.split(".")[1] for m in imports(path) if m.startswith("dekom.")} & stems


@cache
def reached(module: str) -> set[str]:
    """Return every module of dekom that a module reaches, itself included."""
    found, waiting = set(), [module]
    while waiting:
        if (current := waiting.pop()) not in found:
            found.add(current)
            waiting += core_imports(ROOT / "dekom" / f"{current}.py")
    return found


def texts(path: Path) -> list[str]:
    """Return the strings of a file that are not docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


@cache
def calls(path: Path) -> set[str]:
    """Return the last name of everything that a file calls: `a.b.now()` is `now`."""
    functions = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return {
        f.attr if isinstance(f, ast.Attribute) else f.id for f in functions if isinstance(f, (ast.Attribute, ast.Name))
    }


def test_the_house_is_found() -> None:
    assert {"evaluate", "model", "money", "rules", "store"} <= {path.stem for path in CORE}
    assert {"audit", "evaluate", "outcome", "rule_support", "rules"} <= set(PURE)
    assert PAGES
    assert SHARED_BY_PAGES


@pytest.mark.parametrize("path", CORE, ids=name)
def test_core_knows_no_screen(path: Path) -> None:
    assert not libraries(path) & {"streamlit", "pages", "app"}
    assert not calls(path) & {"import_module", "__import__"}


@pytest.mark.parametrize("module", PURE)
def test_pure_module_knows_no_database_no_pandas_no_clock(module: str) -> None:
    for other in reached(module):
        path = ROOT / "dekom" / f"{other}.py"
        assert not libraries(path) & IMPURE_LIBRARIES, other
        assert not imports(path) & {"datetime.datetime", "datetime.UTC"}, other
        assert not calls(path) & {"now", "today", "utcnow", "monotonic", "perf_counter"}, other
    assert not reached(module) & (DATABASE | {"clock", "charts", "demo"})


def test_pure_core_loads_without_its_heavy_libraries() -> None:
    script = "import sys, dekom.evaluate, dekom.money; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "dekom" in loaded
    assert not loaded & {"altair", "duckdb", "numpy", "pandas", "streamlit"}


@pytest.mark.parametrize("module", sorted(LAYERS))
def test_import_direction(module: str) -> None:
    path = ROOT / "dekom" / f"{module}.py"
    assert core_imports(path) <= LAYERS[module]


def test_evaluate_is_below_charts_and_beside_the_store() -> None:
    assert not reached("evaluate") & (DATABASE | {"charts", "actions", "edits", "paste"})
    assert not reached("charts") & DATABASE
    assert not reached("store") & {"evaluate", "rules", "charts", "money"}


def test_imports_make_no_circle() -> None:
    for path in CORE:
        for imported in core_imports(path):
            assert path.stem not in reached(imported), f"{path.stem} ↔ {imported}"


def test_only_the_store_knows_the_database() -> None:
    assert {path.stem for path in PRODUCT if "duckdb" in libraries(path)} <= DATABASE
    assert {path.stem for path in PRODUCT if calls(path) & {"execute", "executemany"}} <= DATABASE


def test_only_charts_knows_altair() -> None:
    assert {path.stem for path in PRODUCT if "altair" in libraries(path)} == {
        "charts",
        "whatif_charts",
        "amount_charts",
    }


@pytest.mark.parametrize("path", [ROOT / "app.py", *PAGES, *SHARED_BY_PAGES], ids=name)
def test_page_imports_no_other_page(path: Path) -> None:
    others = {m for m in imports(path) if m.split(".")[0] == "pages"} - {"pages", "pages._ui"}
    assert all(module.startswith("pages._ui.") for module in others)
    assert "app" not in libraries(path)


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_product_draws_no_raw_html_and_no_column_of_numbers(path: Path) -> None:
    """A column of numbers in `st.data_editor` corrupts money; one of text keeps what was typed."""
    source = path.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in source
    assert not calls(path) & {"NumberColumn", "eval", "exec"}


def test_only_the_set_up_has_a_table_to_type_in() -> None:
    assert [name(path) for path in PRODUCT if "data_editor" in calls(path)] == ["pages/_ui/setup/grid.py"]
    assert calls(ROOT / "pages/_ui/setup/grid.py") & {"Column", "SelectboxColumn", "CheckboxColumn"} == set()


@pytest.mark.parametrize("path", [p for p in TEXTS if p.suffix == ".py"], ids=name)
def test_nothing_reads_the_shared_folder(path: Path) -> None:
    outside = [text for text in texts(path) if re.search(r"(^|/)shared(/|$)|/work/", text)]
    assert outside == []


PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[a-zæøå]{2,}"  # an e-mail address
    r"|(?:\+47|\b0047)[ \d]{8,}|\b\d{2} \d{2} \d{2} \d{2}\b|(?<!\d)(?<!\d )[49]\d{2} \d{2} \d{3}(?! ?\d)"  # telephones
    r"|\b(?:tlf|telefon|mobil)[.:]? *\d{4}"
    r"|\b\d{6} ?\d{5}\b",  # a fødselsnummer
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_text_holds_no_personal_address_or_number(path: Path) -> None:
    assert PERSONAL.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text", ["ola@example.no", "+47 41234567", "41 23 45 67", "412 34 567", "tlf. 7412 3456", "010203 45678"]
)
def test_personal_address_or_number_is_recognised(text: str) -> None:
    assert PERSONAL.search(f"Ring {text} nå")


@pytest.mark.parametrize("text", ["kr 842 950,00", "84 29 50", "2022-03-09", "13708645", "@dataclass", "16 053 692"])
def test_amount_and_date_are_not_taken_for_personal(text: str) -> None:
    assert not PERSONAL.search(f"Beløp {text} her")
