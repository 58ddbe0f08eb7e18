"""What every command that asks one device has in common."""

from __future__ import annotations

import argparse

from nocscape.base.i18n import tr
from nocscape.cli import credentials, numbers, output
from nocscape.cli.session import add_profile
from nocscape.model.batches import MibRow


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare HOST, `--port`, credentials, `--profile` and `--json`."""
    parser.add_argument("host", metavar=tr("HOST"), help=tr("address, or a device of the profile by name or id"))
    parser.add_argument("--port", type=numbers.port, default=161, metavar="N", help=tr("SNMP port"))
    credentials.add_options(parser)
    add_profile(parser)
    output.add_json(parser)


def shown(value: str, units: str) -> str:
    """A value with its unit."""
    return f"{value} {units}" if units and value else value


def row_json(row: MibRow) -> dict[str, object]:
    """One instance as scripts read it."""
    return {
        "oid": row.oid,
        "name": row.name,
        "value": row.value,
        "raw": row.raw,
        "syntax": row.syntax,
        "units": row.units,
        "at": row.at,
    }
