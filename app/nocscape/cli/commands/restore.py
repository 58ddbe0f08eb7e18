"""`nocscape restore`: a profile out of a backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from nocscape.base import paths
from nocscape.base.i18n import mark, tr
from nocscape.cli import output, when
from nocscape.cli.session import add_profile
from nocscape.store.backup import unpack

HELP = mark("make a profile out of a backup")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar=tr("FILE"), help=tr("as `nocscape backup` wrote it"))
    parser.add_argument("--replace", action="store_true", help=tr("move the profile that is there aside first"))
    add_profile(parser)


def run(options: argparse.Namespace) -> int:
    """Restore it; the engine of the profile must not run."""
    profile = options.profile or paths.default_profile()
    manifest = unpack(Path(options.file), profile, is_replacing=options.replace)
    output.note(tr("{folder} is as it was at {time}", folder=str(profile), time=when.local(manifest.at)))
    return 0
