"""Our dataclasses as plain JSON values and back, exactly: what a frozen version is kept and checked as."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from dekom.i18n import Message

T = TypeVar("T")


class NotPlain(ValueError):
    """The text is not what `canonical` wrote of such a value."""


def canonical(value: Any) -> str:
    """Return a dataclass as JSON text; equal values have equal texts, so that the text can be fingerprinted."""
    return json.dumps(to_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def revive(kind: type[T], text: str) -> T:
    """Return the value of a kind that `canonical` wrote; raise `NotPlain` for any other text."""
    try:
        found: T = _from_plain(kind, json.loads(text))
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError) as fault:
        raise NotPlain from fault
    return found


def to_plain(value: Any) -> Any:
    """Return a value in what JSON can hold. A mapping becomes a list of pairs: its order may be that of columns."""
    match value:
        case Message():
            return {"msgid": value.msgid, "params": {k: _tagged(v) for k, v in value.params.items()}}
        case Enum():
            return value.value
        case Fraction():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return [[to_plain(key), to_plain(v)] for key, v in value.items()]
        case frozenset():
            return sorted(to_plain(v) for v in value)
        case list() | tuple():
            return [to_plain(v) for v in value]
        case None | bool() | int() | str():
            return value
    if callable(value):  # what a deviation comes from is worked out when it is asked for
        return to_plain(value())
    if is_dataclass(value):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"cannot be kept: {type(value)!r}")


def _tagged(value: Any) -> Any:
    """A parameter of a message says itself what it is: no type hint does."""
    match value:
        case Fraction():
            return {"fraction": str(value)}
        case date():
            return {"date": value.isoformat()}
        case list() | tuple():
            return [_tagged(v) for v in value]
    return to_plain(value)


def _untagged(value: Any) -> Any:
    match value:
        case {"msgid": msgid, "params": params}:
            return Message(msgid, {k: _untagged(v) for k, v in params.items()})
        case {"fraction": text}:
            return Fraction(text)
        case {"date": text}:
            return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        case list():
            return [_untagged(v) for v in value]
    return value


def _from_plain(kind: Any, value: Any) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        if value is None and NoneType in args:
            return None
        return _from_plain(_meant(value, [a for a in args if a is not NoneType]), value)
    if origin is tuple:
        if args[-1] is not Ellipsis:
            return tuple(_from_plain(a, v) for a, v in zip(args, value, strict=True))
        return tuple(_from_plain(args[0], v) for v in value)
    if origin is frozenset:
        return frozenset(_from_plain(args[0], v) for v in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_from_plain(args[0], k): _from_plain(args[1], v) for k, v in value}
    if origin is Literal:
        if value not in args:
            raise ValueError(value)
        return value
    return _one(kind, value)


def _meant(value: Any, kinds: list[Any]) -> Any:
    """Return which of some kinds a plain value is of: only a fraction is text where a number may stand."""
    if len(kinds) == 1:
        return kinds[0]
    looks = Message if isinstance(value, dict) else type(value)
    if looks is str and str not in kinds:
        looks = Fraction
    return kinds[kinds.index(looks)]


def _one(kind: Any, value: Any) -> Any:
    if kind is Message:
        return _untagged(value)
    if kind in {Fraction, int, str, bool} or (isinstance(kind, type) and issubclass(kind, Enum)):
        if kind in {int, str, bool} and type(value) is not kind:
            raise TypeError(value)
        return kind(value)
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _from_plain(hints[f.name], value[f.name]) for f in fields(kind)})  # type: ignore[operator]
    return value
