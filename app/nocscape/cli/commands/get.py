"""`nocscape get`: single values of a device by name or number."""

from __future__ import annotations

import argparse

from nocscape.base.i18n import mark, tr
from nocscape.cli import credentials, output, reaching
from nocscape.cli.session import connected
from nocscape.engine.client import value
from nocscape.model.batches import MibRow
from nocscape.model.commands import ReadValues

HELP = mark("read single values of a device, by name or number")
ABSENT = frozenset({"noSuchObject", "noSuchInstance"})
EXIT_ABSENT = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    reaching.add_options(parser)
    parser.add_argument("name", nargs="+", metavar="OID|NAME", help=tr("such as sysName or ifOperStatus.3"))


def run(options: argparse.Namespace) -> int:
    """Read and print; the exit status is 1 where the device lacks one of them."""
    ask = ReadValues(
        device=options.host,
        names=tuple(options.name),
        snmp_port=options.port,
        credentials=credentials.from_options(options),
    )
    with connected(options.profile) as client:
        rows = value(client.call(ask), tuple[MibRow, ...])
    document = {"host": options.host, "values": [reaching.row_json(row) for row in rows]}
    if output.write_result(options.json, document):
        print("\n".join(f"{row.name} = {reaching.shown(row.value, row.units)}" for row in rows))
    return EXIT_ABSENT if any(row.syntax in ABSENT for row in rows) else 0
