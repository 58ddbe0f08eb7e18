"""`nocscape record`: everything that a device has, in a file that can be replayed."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path

from nocscape.base.errors import InputError
from nocscape.base.i18n import mark, tr
from nocscape.cli import credentials, numbers, output, reaching
from nocscape.cli.session import connected
from nocscape.engine.client import value
from nocscape.mibs import anonymised, open_dictionary
from nocscape.model.batches import Item, JobProgress, RecordedLines
from nocscape.model.commands import RecordDevice
from nocscape.wire.snmp.recording import line_of, varbind_of, write_lines

HELP = mark("record everything that a device has in a .snmprec file")
DONE = "done"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    reaching.add_options(parser)
    parser.add_argument("file", type=Path, metavar=tr("FILE"), help=tr("where to write; replaced if it is there"))
    parser.add_argument("--most", type=numbers.count, default=2_000_000, metavar="N", help=tr("at most N values"))
    parser.add_argument(
        "--anonymise", action="store_true", help=tr("put others for names, addresses, hardware addresses and serials")
    )
    parser.add_argument(
        "--key", metavar=tr("TEXT"), help=tr("with one key several recordings get the same names; random by default")
    )


def run(options: argparse.Namespace) -> int:
    """Read all, then write the file at once."""
    lines: list[str] = []

    def take(item: Item) -> None:
        if isinstance(item, RecordedLines):
            lines.extend(item.lines)
        elif isinstance(item, JobProgress) and sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K" + tr("{count} values", count=item.done))
            sys.stderr.flush()

    ask = RecordDevice(
        job="record",
        device=options.host,
        most=options.most,
        snmp_port=options.port,
        credentials=credentials.from_options(options),
    )
    with connected(options.profile) as client:
        ended = value(client.call(ask, on_item=take), str)
    if not lines:
        raise InputError(tr("{host} has nothing that can be recorded", host=options.host))
    if options.anonymise:
        lines = _anonymised(lines, options)
    write_lines(options.file, lines)
    if output.write_result(options.json, {"host": options.host, "file": str(options.file), "values": len(lines)}):
        output.note(tr("{count} values in {file}", count=len(lines), file=options.file))
    return 0 if ended == DONE else 1


def _anonymised(lines: list[str], options: argparse.Namespace) -> list[str]:
    key = options.key.encode() if options.key else secrets.token_bytes(32)
    varbinds = [varbind_of(line) for line in lines]
    return [line_of(varbind) for varbind in anonymised(varbinds, open_dictionary(options.profile), key)]
