"""What commands print: JSON for scripts, tables for people."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr


def add_json(parser: argparse.ArgumentParser) -> None:
    """Declare `--json FILE|-`."""
    parser.add_argument("--json", metavar=tr("FILE"), help=tr("write the result as JSON to FILE, or to stdout for -"))


def write_json(target: str, value: object) -> None:
    """Write `value`, which may hold msgspec structs, as readable JSON. Raises InputError where that cannot be."""
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1) + "\n"
    if target == "-":
        sys.stdout.write(text)
        return
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(tr("Cannot write {file}: {reason}", file=target, reason=error.strerror)) from error


def write_result(target: str | None, value: object) -> bool:
    """Write `value` as JSON where `--json` asked for it; whether text for people is to be printed as well.

    Raises InputError where the file cannot be written.
    """
    if target:
        write_json(target, value)
    return target != "-"


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under headers, in columns as wide as their content on a terminal (East Asian characters take two)."""
    cells = [[*headers], *[["" if c is None else str(c) for c in row] for row in rows]]
    widths = [max(width(row[i]) for row in cells) for i in range(len(headers))]
    return "\n".join("  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells)


def width(text: str) -> int:
    """Columns that `text` takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, to: int) -> str:
    return text + " " * (to - width(text))


def note(text: str) -> None:
    """A line about the work itself, on stderr, so that stdout holds the result alone."""
    print(text, file=sys.stderr)
