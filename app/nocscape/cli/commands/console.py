"""`nocscape console`, also what `nocscape` alone does: the window."""

from __future__ import annotations

import argparse

from nocscape.base import paths
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import mark, tr
from nocscape.cli.display import has_display
from nocscape.cli.session import add_profile
from nocscape.cli.window import open_console

HELP = mark("open the console")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_profile(parser)


def run(options: argparse.Namespace) -> int:
    """Open the window on a profile."""
    if not has_display():
        raise NocscapeError(
            tr("There is no display here, so no window can be opened"),
            hint=tr("nocscape discover and nocscape engine work without one"),
        )
    return open_console(options.profile or paths.default_profile())
