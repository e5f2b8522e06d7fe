"""A module's source as a tree, and what its statements give a name."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Binding = ast.For | ast.Assign | ast.AnnAssign | ast.NamedExpr


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function: what it stands for is up to those who call it."""

    module: str
    function: Function
    name: str


class Module:
    """The source of one module, with every node's parent and what it imports."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self.imported = {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Return the nodes around a node, the nearest first."""
        while node in self.parents:
            node = self.parents[node]
            yield node


def literal_parts(literal: ast.expr, items: str) -> Iterator[ast.expr]:
    """Return what a loop over a literal goes through, by `items`, `values`, `keys`, `enumerate`, or ("") as it is."""
    match literal:
        case ast.Dict(keys=keys, values=values) if items == "items":
            yield from (ast.Tuple([key, value]) for key, value in zip(keys, values, strict=True) if key)
        case ast.Dict(values=values) if items == "values":
            yield from values
        case ast.Dict(keys=keys):
            yield from (key for key in keys if key)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            yield from (ast.Tuple([ast.Constant(0), p]) for p in parts) if items == "enumerate" else parts
        case _:
            yield literal


def unpacked(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Return the names in a target with what each gets of a value that is spelled out."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for part, of_part in zip(target.elts, value.elts, strict=True):
            yield from unpacked(part, of_part)


def binds(target: ast.expr, name: str) -> bool:
    """Return whether a target has a name in it."""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(target))


def assigned(statement: ast.AST, name: str) -> ast.expr | None:
    """Return what a statement gives a name, None if it does not."""
    match statement:
        case ast.Assign(targets=targets, value=value) if any(
            isinstance(t, ast.Name) and t.id == name for t in targets
        ):
            return value
        case ast.AnnAssign(target=ast.Name(id=target), value=value) if target == name:
            return value
    return None


def bindings_before(function: Function, name: ast.Name, around: Sequence[ast.AST]) -> list[Binding]:
    """Return what binds a name in a function (not in functions in it) before the name is used, the last first."""
    found: list[Binding] = []
    waiting: list[ast.AST] = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function | ast.ClassDef):
            continue
        waiting += ast.iter_child_nodes(node)
        match node:
            case ast.For(target=target) | ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                is_loop = isinstance(node, ast.For) and not any(part is name for part in ast.walk(node.iter))
                is_before = _place(node) <= _place(name) and (is_loop or node not in around)
                if is_before and binds(target, name.id) and not isinstance(target, ast.Subscript | ast.Attribute):
                    found.append(node)
            case ast.NamedExpr(target=target) if target.id == name.id:
                found.append(node)
    return sorted(found, key=_place, reverse=True)


def _place(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset
