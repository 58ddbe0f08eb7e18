"""`nocscape backup`: everything that a profile keeps, in one file, while the engine goes on."""

from __future__ import annotations

import argparse
from pathlib import Path

from nocscape.base import paths
from nocscape.base.i18n import mark, tr
from nocscape.base.units import octets
from nocscape.cli import output
from nocscape.cli.session import add_profile, connected
from nocscape.engine.client import value
from nocscape.model.watching import BackUp

HELP = mark("write everything that a profile keeps into one file, while its engine goes on")

_TIMEOUT_S = 24 * 3600


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar=tr("FILE"), help=tr("a new file"))
    add_profile(parser)


def run(options: argparse.Namespace) -> int:
    """Write it."""
    path = Path(options.file).absolute()
    with connected(options.profile or paths.default_profile()) as client:
        size = value(client.call(BackUp(path=str(path)), timeout_s=_TIMEOUT_S), int)
    output.note(tr("{size} in {file}", size=octets(size), file=str(path)))
    output.note(tr("What opens the vault of secrets is not in it: keep vault.key or its passphrase elsewhere"))
    return 0
