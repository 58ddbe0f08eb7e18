"""Strategies made of the structs themselves: a field or a kind that is added later is generated from then on."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

PLACES = st.floats(-1e6, 1e6)
WORDS = st.text(max_size=5)


def values(kind: inspect.Type, ids: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Values of a type; texts are now and then one of `ids`, so that things name each other."""
    match kind:
        case inspect.StructType():
            return structs(kind.cls, ids)
        case inspect.UnionType():
            return st.one_of([values(one, ids) for one in kind.types])
        case inspect.EnumType():
            return st.sampled_from(list(kind.cls))
        case inspect.VarTupleType():
            return st.lists(values(kind.item_type, ids), max_size=2).map(tuple)
        case inspect.DictType():
            return st.dictionaries(values(kind.key_type, ids), values(kind.value_type, ids), max_size=3)
        case _:
            return _plain(kind, ids)


def structs(cls: type[msgspec.Struct], ids: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Structs of a class, each with all of its fields; `id` and `device` are one of `ids`."""
    told = inspect.type_info(cls)
    assert isinstance(told, inspect.StructType)
    named = {"id", "device", "link"}
    fields = {f.name: ids if f.name in named else values(f.type, ids) for f in told.fields}
    return st.builds(cls, **fields)


def _plain(kind: inspect.Type, ids: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    plain: dict[type[inspect.Type], st.SearchStrategy[Any]] = {
        inspect.StrType: ids | WORDS,
        inspect.FloatType: PLACES,
        inspect.IntType: st.integers(-5, 5),
        inspect.BoolType: st.booleans(),
        inspect.BytesType: st.binary(max_size=8),
        inspect.NoneType: st.none(),
    }
    return plain[type(kind)]
