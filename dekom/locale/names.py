"""What a name in the code may stand for: the literals that reach a call, found without running anything."""

import ast
from collections.abc import Iterator, Sequence

from dekom.locale.source import (
    Function,
    Module,
    Parameter,
    assigned,
    bindings_before,
    binds,
    literal_parts,
    unpacked,
)

_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
_VIEWS = ("items", "values", "keys")
Value = tuple[Module, ast.expr] | Parameter
"""What an expression may be: another one, in some module, or whatever a function is called with."""


class Names:
    """Looks up names over all the modules of the product."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self.modules = {module.name: module for module in modules}

    def values(self, module: Module, expr: ast.expr) -> Iterator[Value]:
        """Return the expressions that an expression may be, names and choices followed to what they stand for."""
        match expr:
            case ast.IfExp(body=body, orelse=otherwise):
                yield from self.values(module, body)
                yield from self.values(module, otherwise)
            case ast.BoolOp(values=parts):
                for part in parts:
                    yield from self.values(module, part)
            case ast.NamedExpr(value=value):
                yield from self.values(module, value)
            case ast.Name():
                yield from self._named(module, expr)
            case ast.Subscript(value=of, slice=index):
                for found in self.values(module, of):
                    yield from self._part(found, index)
            case ast.Call(func=ast.Attribute(value=of, attr="get"), args=[_key, *default]):
                for found in self.values(module, of):
                    yield from self._part(found, None)
                for value in default:
                    yield from self.values(module, value)
            case _:
                yield module, expr

    def _part(self, found: Value, index: ast.expr | None) -> Iterator[Value]:
        """Return what stands in a literal dict or sequence, at one place if that is known."""
        if isinstance(found, Parameter):
            return
        module, of = found
        match of:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if not (isinstance(index, ast.Constant) and isinstance(key, ast.Constant)) or (
                        key.value == index.value
                    ):
                        yield from self.values(module, value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                known = index.value if isinstance(index, ast.Constant) else None
                for part in [parts[known]] if isinstance(known, int) else parts:
                    yield from self.values(module, part)
            case _:
                yield module, of

    def _named(self, module: Module, name: ast.Name) -> Iterator[Value]:
        around = list(module.above(name))
        for scope in around:
            if isinstance(scope, _COMPREHENSIONS):
                for loop in scope.generators:
                    if binds(loop.target, name.id):
                        yield from self._looped(module, loop.target, loop.iter, name.id)
                        return
            if isinstance(scope, Function):
                found = list(self._bound_in(module, scope, name, around))
                if found:
                    yield from found
                    return
        yield from self._global(module, name)

    def _global(self, module: Module, name: ast.Name) -> Iterator[Value]:
        for statement in module.tree.body:
            value = assigned(statement, name.id)
            if value is not None:
                yield from self.values(module, value)
                return
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Tuple):
                for target, part in unpacked(statement.targets[0], statement.value):
                    if target == name.id:
                        yield from self.values(module, part)
                        return
            if isinstance(statement, ast.For) and binds(statement.target, name.id):
                yield from self._looped(module, statement.target, statement.iter, name.id)
                return
        if name.id in module.imported:
            source, original = module.imported[name.id]
            other = self.modules.get(source)
            if other is not None:
                yield from self._global(other, ast.Name(original))
                return
        yield module, name

    def _bound_in(
        self, module: Module, function: Function, name: ast.Name, around: Sequence[ast.AST]
    ) -> Iterator[Value]:
        """Return what a function binds a name to before its use: back to the last binding that it surely has."""
        for binding in bindings_before(function, name, around):
            match binding:
                case ast.For(target=target, iter=over):
                    yield from self._looped(module, target, over, name.id)
                case ast.Assign(targets=[ast.Tuple() as target], value=value):
                    for index, part in enumerate(target.elts):
                        if isinstance(part, ast.Name) and part.id == name.id:
                            for found in self.values(module, value):
                                yield from self._part(found, ast.Constant(index))
                case ast.Assign(value=value) | ast.NamedExpr(value=value):
                    yield from self.values(module, value)
                case ast.AnnAssign(value=value) if value is not None:
                    yield from self.values(module, value)
            if module.parents[binding] in around:
                return
        yield from self._parameter(module, function, name.id)

    def _parameter(self, module: Module, function: Function, name: str) -> Iterator[Value]:
        """Return a parameter by that name, and what it is where nothing is given."""
        of = function.args
        positional = [*of.posonlyargs, *of.args]
        pairs = list(zip(reversed(positional), reversed(of.defaults), strict=False))
        defaults = {a.arg: d for a, d in [*pairs, *zip(of.kwonlyargs, of.kw_defaults, strict=True)] if d}
        if any(a.arg == name for a in [*positional, *of.kwonlyargs]):
            yield Parameter(module.name, function, name)
        if name in defaults:
            yield from self.values(module, defaults[name])

    def _looped(self, module: Module, target: ast.expr, over: ast.expr, name: str) -> Iterator[Value]:
        """Return what a loop gives a name: the parts of a literal, or of its `.items()` and `.values()`."""
        items, of = "", over
        if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) and over.func.attr in _VIEWS:
            items, of = over.func.attr, over.func.value
        elif isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.func.id == "enumerate":
            items, of = "enumerate", over.args[0]
        for found in self.values(module, of):
            if isinstance(found, Parameter):
                continue
            where, literal = found
            for part in literal_parts(literal, items):
                for bound, value in unpacked(target, part):
                    if bound == name:
                        yield from self.values(where, value)
