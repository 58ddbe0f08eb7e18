"""MIB values as text for the clipboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from nocscape.base.text import cell
from nocscape.console.mibs.names import value_of
from nocscape.model.batches import MibRow

COLUMNS = ("oid", "name", "value", "units", "raw", "syntax", "table", "index", "read_at")


def as_text(rows: Iterable[MibRow]) -> str:
    """A line each: `IF-MIB::ifOperStatus.3 = up (1)`."""
    return "\n".join(f"{row.name} = {value_of(row)}" for row in rows)


def as_csv(rows: Iterable[MibRow]) -> str:
    """A header and a line each (RFC 4180). A spreadsheet would run what looks like a formula: it gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([cell(field) for field in _fields(row)] for row in rows)
    return out.getvalue()


def as_json(rows: Iterable[MibRow]) -> str:
    """A list of objects with the names of `COLUMNS`."""
    listed = [dict(zip(COLUMNS, _fields(row), strict=True)) for row in rows]
    return msgspec.json.format(msgspec.json.encode(listed), indent=2).decode()


def _fields(row: MibRow) -> tuple[str, ...]:
    at = datetime.fromtimestamp(row.at, UTC).isoformat(timespec="seconds")
    return (row.oid, row.name, row.value, row.units, row.raw, row.syntax, row.table, row.index, at)
