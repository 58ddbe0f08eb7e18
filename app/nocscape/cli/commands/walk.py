"""`nocscape walk`: the values of a device, named and rendered as its MIB says."""

from __future__ import annotations

import argparse

from nocscape.base.i18n import mark, tr
from nocscape.cli import credentials, numbers, output, reaching
from nocscape.cli.session import connected
from nocscape.model.batches import Item, MibRow, MibRows
from nocscape.model.commands import WalkMib

HELP = mark("read the values of a device")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    reaching.add_options(parser)
    parser.add_argument("root", nargs="?", default="1.3.6.1.2.1", metavar="OID|NAME", help=tr("where to begin"))
    parser.add_argument("--most", type=numbers.count, default=200_000, metavar="N", help=tr("at most N values"))


def run(options: argparse.Namespace) -> int:
    """Walk and print as values come."""
    rows: list[MibRow] = []
    is_json = options.json is not None

    def take(item: Item) -> None:
        if isinstance(item, MibRows):
            rows.extend(item.rows)
            if not is_json:
                print("\n".join(f"{r.name} = {r.value}" for r in item.rows))

    ask = WalkMib(
        job="walk",
        device=options.host,
        root=options.root,
        most=options.most,
        snmp_port=options.port,
        credentials=credentials.from_options(options),
    )
    with connected(options.profile) as client:
        client.call(ask, on_item=take)
    if is_json:
        values = [reaching.row_json(row) for row in rows]
        output.write_json(options.json, {"host": options.host, "root": options.root, "values": values})
    return 0
