"""`nocscape wall`: maps in turn, full screen, for a room to look at."""

from __future__ import annotations

import argparse
from functools import partial

from nocscape.base import logs, paths
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import mark, tr
from nocscape.cli.display import has_display
from nocscape.cli.session import add_profile
from nocscape.engine.client import open_client

HELP = mark("show the network on a wall, full screen and read-only")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_profile(parser)
    screen = tr("number of the screen, from 0; may be given several times")
    parser.add_argument("--screen", type=int, action="append", metavar=tr("NUMBER"), help=screen)
    page = tr("show this page, such as map:main; may be given several times; all maps without it")
    parser.add_argument("--page", action="append", default=[], metavar=tr("PAGE"), help=page)
    parser.add_argument(
        "--every", type=int, default=30, metavar=tr("SECONDS"), help=tr("how long each page is shown, 5 to 3600")
    )
    parser.add_argument("--light", action="store_true", help=tr("light instead of dark"))


def run(options: argparse.Namespace) -> int:
    """Show the wall until Esc is pressed."""
    if not has_display():
        raise NocscapeError(tr("There is no display here, so no window can be opened"))
    try:
        from nocscape.console.wall.run import run as run_wall  # noqa: PLC0415 - Qt where there is a screen
        from nocscape.console.wall.show import WallPlan  # noqa: PLC0415
    except ImportError as error:
        raise NocscapeError(
            tr("Qt cannot be loaded: {reason}", reason=error), hint=tr("run the set-up again: installers/start.sh")
        ) from error
    profile = options.profile or paths.default_profile()
    logs.setup(folder=paths.make_private(profile) / "log")
    theme = "light" if options.light else "dark"
    plan = WallPlan(tuple(options.screen or (0,)), tuple(options.page), options.every, theme)
    return run_wall(partial(open_client, profile, origin="console"), plan)
