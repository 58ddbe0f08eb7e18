"""`nocscape walk`: the values of a device, named and rendered as its MIB says."""

from __future__ import annotations

import argparse

from nocscape.base.i18n import mark, tr
from nocscape.cli import credentials, output
from nocscape.cli.session import add_profile, connected
from nocscape.model.batches import Item, MibRow, MibRows
from nocscape.model.commands import WalkMib

HELP = mark("read the values of a device")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("host", metavar=tr("HOST"), help=tr("address, or a device of the profile by name or id"))
    parser.add_argument("root", nargs="?", default="1.3.6.1.2.1", metavar="OID|NAME", help=tr("where to begin"))
    parser.add_argument("--port", type=int, default=161, metavar="N", help=tr("SNMP port"))
    parser.add_argument("--most", type=int, default=200_000, metavar="N", help=tr("at most N values"))
    credentials.add_options(parser)
    add_profile(parser)
    output.add_json(parser)


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
        output.write_json(
            options.json, {"host": options.host, "root": options.root, "values": [_plain(r) for r in rows]}
        )
    return 0


def _plain(row: MibRow) -> dict[str, object]:
    return {
        "oid": row.oid,
        "name": row.name,
        "value": row.value,
        "raw": row.raw,
        "syntax": row.syntax,
        "units": row.units,
        "at": row.at,
    }
