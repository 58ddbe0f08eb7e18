"""What a row of MIB values is called, and where it belongs. No Qt."""

from __future__ import annotations

from typing import NamedTuple

from nocscape.base.text import one_line
from nocscape.model.batches import MibRow

UNKNOWN_ARCS = 7
"""Objects that no MIB knows are grouped by so many arcs: `1.3.6.1.4.1.9`, an enterprise."""
CELL_LIMIT = 300
_NUMBERS = {"INTEGER", "Integer32", "Counter32", "Counter64", "Gauge32", "Unsigned32", "TimeTicks"}
_ON_THE_WIRE = frozenset({"INTEGER", "Gauge32", "TimeTicks", "Counter32", "Counter64"})


class Place(NamedTuple):
    """Where a value stands in the tree: module, then table and row where it is a column's, and its own name."""

    module: str
    table: str
    row: str
    object: str


def place_of(row: MibRow) -> Place:
    """The place of a value by its name, table and index."""
    module, found, rest = row.name.partition("::")
    if not found:
        return Place(".".join(row.oid.split(".")[:UNKNOWN_ARCS]), "", "", row.oid)
    name, _, suffix = rest.partition(".")
    if row.table:
        return Place(module, row.table.rpartition("::")[2], row.index, name)
    return Place(module, "", "", name if suffix in ("", "0") else f"{name} · {suffix}")


def value_of(row: MibRow, *, is_raw: bool = False) -> str:
    """The value for a cell, with its unit."""
    if is_raw:
        return one_line(row.raw, CELL_LIMIT)
    text = one_line(row.value, CELL_LIMIT)
    return text if not row.units or text.endswith(row.units) else f"{text} {row.units}"


def is_figure(row: MibRow) -> bool:
    """Whether the value is a bare number, to be set in figures of one width."""
    return row.syntax in _NUMBERS and row.value[:1] in "-−0123456789" and not any(c.isalpha() for c in row.value)


def is_number(row: MibRow) -> bool:
    """Whether a value can be drawn and measured: a number on the wire, whatever its MIB makes of it."""
    return row.syntax in _ON_THE_WIRE


def haystack(row: MibRow) -> str:
    """Where a filter looks: OID, name, row, value, all in lower case."""
    return f"{row.oid} {row.name} {row.index} {row.value}".lower()
