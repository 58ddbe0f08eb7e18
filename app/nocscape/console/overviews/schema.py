"""What can be set of a widget, read from the type of its settings: the form knows nothing else."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec
from msgspec import inspect

from nocscape.model.overview import Setting


class Control(StrEnum):
    """How a setting is asked for."""

    SWITCH = "switch"
    WHOLE = "whole"
    NUMBER = "number"
    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    DEVICE = "device"
    PORT = "port"
    METRIC = "metric"
    MAP = "map"
    IMAGE = "image"
    SERIES = "series"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One setting."""

    name: str
    title: str
    """English source, marked for translation where the settings are declared."""
    control: Control
    default: Setting
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()


def setting(title: str, control: Control | None = None, **limits: Any) -> msgspec.Meta:
    """Annotates a field of a settings struct with its title, and with its control where the type does not say it."""
    return msgspec.Meta(title=title, extra={"control": control} if control else None, **limits)


def fields_of(settings: type[msgspec.Struct]) -> list[Field]:
    """Every setting of a kind of widget, in the order of its declaration."""
    described = inspect.type_info(settings)
    assert isinstance(described, inspect.StructType)  # noqa: S101 - settings are structs
    defaults = settings()
    return [_field(f, getattr(defaults, f.name)) for f in described.fields]


def _field(described: inspect.Field, default: Setting) -> Field:
    kind = described.type
    title, extra = described.name, dict[str, Any]()
    if isinstance(kind, inspect.Metadata):
        title = str((kind.extra_json_schema or {}).get("title", title))
        extra, kind = kind.extra or {}, kind.type
    least, most = (getattr(kind, edge, None) for edge in ("ge", "le"))
    choices = tuple(str(v) for v in kind.values) if isinstance(kind, inspect.LiteralType) else ()
    return Field(
        name=described.name,
        title=title,
        control=extra.get("control") or _control_of(kind),
        default=default,
        least=least,
        most=most,
        choices=choices,
    )


def _control_of(kind: inspect.Type) -> Control:
    match kind:
        case inspect.BoolType():
            return Control.SWITCH
        case inspect.IntType():
            return Control.WHOLE
        case inspect.FloatType():
            return Control.NUMBER
        case inspect.LiteralType():
            return Control.CHOICE
        case inspect.CollectionType() | inspect.VarTupleType():
            return Control.SERIES
        case _:
            return Control.LINE
