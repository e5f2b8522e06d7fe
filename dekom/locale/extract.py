"""Find every sentence of the product: the literals that become a Message, by whatever name they come there.

A function that hands a parameter of its own on to a Message takes sentences itself, and so its calls are looked at
too. What cannot be followed to a literal is told, so that the code can be written with one.
"""

import ast
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from dekom.i18n import has_words
from dekom.locale.names import Names
from dekom.locale.source import Module, Parameter, literal_parts
from dekom.parameters import read_rulebook

ROOT = Path(__file__).parents[2]
RULEBOOK = "dekom/regelverk.toml"
_READ_AGAIN = {  # functions that read sentences back: from the rulebook, from the history, from a version
    ("dekom.parameters", "_in_force"),
    ("dekom.change", "_message"),
    ("dekom.plain", "_untagged"),
    ("dekom.ledger", "newest"),
}
_MOST = 64  # sentences put together from parts, in one place


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a sentence stands in the code."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """Every sentence with the places it is said from, in order, and the places that cannot be followed."""

    texts: dict[str, list[Place]]
    unclear: list[Place]


def product_modules(root: Path = ROOT) -> list[Module]:
    """Return the modules of the product, but for those that only developers run."""
    paths = [root / "app.py", *sorted((root / "dekom").rglob("*.py")), *sorted((root / "pages").rglob("*.py"))]
    own = root / "dekom" / "locale"
    return [Module(_dotted(path, root), path) for path in paths if own not in path.parents]


def extract(modules: list[Module], root: Path = ROOT) -> Found:
    """Return the sentences of some modules."""
    search = _Search(modules, root)
    search.run()
    texts = {text: sorted(places) for text, places in sorted(search.texts.items(), key=lambda item: min(item[1]))}
    return Found(texts, sorted(search.unclear))


def rulebook_texts() -> list[str]:
    """Return the sources of the rulebook; what is quoted in them stays as it is written."""
    steps = (step for table in read_rulebook().values() for found in table.values() for step in _steps(found))
    return list(dict.fromkeys(step["kilde"] for step in steps))


def product_texts() -> Found:
    """Return every sentence of the product."""
    found = extract(product_modules())
    for text in rulebook_texts():
        found.texts.setdefault(text, []).append(Place(RULEBOOK, 0))
    return found


def _steps(found: object) -> list[dict[str, str]]:
    return found if isinstance(found, list) else []


def _dotted(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class _Search:
    def __init__(self, modules: list[Module], root: Path) -> None:
        self.modules, self.root = modules, root
        self.names = Names(modules)
        self.texts: dict[str, set[Place]] = {}
        self.unclear: set[Place] = set()
        self.calls = [(m, node) for m in modules for node in ast.walk(m.tree) if isinstance(node, ast.Call)]
        self.takers: set[Parameter] = set()
        self.waiting: list[Parameter] = []

    def run(self) -> None:
        for module in self.modules:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef) and any(_last(base) == "StrEnum" for base in node.bases):
                    self._enum(module, node)
        for module, call in self.calls:
            around = (node.name for node in module.above(call) if isinstance(node, ast.FunctionDef))
            if _last(call.func) == "Message" and (module.name, next(around, "")) not in _READ_AGAIN:
                self._take(module, _argument(call, 0, "msgid"))
            if _last(_argument(call, -1, "format_func") or call.func) == "t":
                self._choices(module, _argument(call, 1, "options"))
        while self.waiting:
            self._callers_of(self.waiting.pop())

    def _enum(self, module: Module, enum: ast.ClassDef) -> None:
        for statement in enum.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                self._keep(module, statement.value, str(statement.value.value))

    def _choices(self, module: Module, options: ast.expr | None) -> None:
        """Keep the names to choose between that `t` is handed to put into words, where they are spelled out."""
        for found in self.names.values(module, options) if options else ():
            if isinstance(found, Parameter):
                continue
            where, value = found
            if isinstance(value, ast.Call) and _last(value.func) == "list":
                self._choices(where, value.args[0])
            elif isinstance(value, ast.Dict | ast.Tuple | ast.List):
                for part in literal_parts(value, "keys"):
                    self._take(where, part)

    def _take(self, module: Module, expr: ast.expr | None) -> None:
        """Keep what an argument says; a parameter that it comes from is looked up where its function is called."""
        if expr is None or (isinstance(expr, ast.Attribute) and expr.attr == "msgid"):
            return
        found = list(self.names.values(module, expr))
        texts = [text for value in found if not isinstance(value, Parameter) for text in self._texts(*value)]
        parameters = [p for p in found if isinstance(p, Parameter) and not isinstance(p.function, ast.Lambda)]
        for text in texts:
            if text is not None:
                self._keep(module, expr, text)
        for parameter in parameters:
            if parameter not in self.takers:
                self.takers.add(parameter)
                self.waiting.append(parameter)
        if None in texts or not texts + parameters:
            self.unclear.add(self._place(module, expr))

    def _texts(self, module: Module, value: ast.expr) -> list[str | None]:
        """Return what a literal, or literals put together, may say; None for what is neither."""
        match value:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                parts = [self._parts(module, part) for part in (left, right)]
                return [None if None in both else "".join(map(str, both)) for both in product(*parts)][:_MOST]
        return [None]

    def _parts(self, module: Module, expr: ast.expr) -> list[str | None]:
        found = self.names.values(module, expr)
        return [text for v in found for text in ([None] if isinstance(v, Parameter) else self._texts(*v))]

    def _callers_of(self, taker: Parameter) -> None:
        function = taker.function
        if isinstance(function, ast.Lambda):
            return
        module = self.names.modules[taker.module]
        owner = module.parents[function]
        is_method = isinstance(owner, ast.ClassDef)
        name = owner.name if isinstance(owner, ast.ClassDef) and function.name == "__init__" else function.name
        names = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
        index = names.index(taker.name) - is_method if taker.name in names else -1
        for where, call in self.calls:
            if _last(call.func) == name and self._is_of(where, call.func, module, is_method):
                self._take(where, _argument(call, index, taker.name))
            elif _last(call.func) == "partial" and call.args and _last(call.args[0]) == name:
                self._take(where, _argument(call, index + 1, taker.name))

    @staticmethod
    def _is_of(where: Module, func: ast.expr, module: Module, is_method: bool) -> bool:
        """Return whether a call by that name reaches the function: a method's name is enough."""
        if isinstance(func, ast.Name):
            return where is module or where.imported.get(func.id, ("", ""))[0] == module.name
        return (
            is_method
            or where.imported.get(_last(getattr(func, "value", func)), ("", ""))[1] == (module.name.rpartition(".")[2])
        )

    def _keep(self, module: Module, node: ast.expr, text: str) -> None:
        if has_words(text):
            self.texts.setdefault(text, set()).add(self._place(module, node))

    def _place(self, module: Module, node: ast.expr) -> Place:
        return Place(module.path.relative_to(self.root).as_posix(), node.lineno)


def _last(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _argument(call: ast.Call, index: int, name: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[index] if 0 <= index < len(call.args) else None
