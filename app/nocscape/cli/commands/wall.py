"""`nocscape wall`: maps in turn, full screen, for a room to look at."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nocscape.base import logs, paths
from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import mark, tr
from nocscape.cli.display import has_display
from nocscape.cli.session import add_profile
from nocscape.engine.client import open_client

if TYPE_CHECKING:
    from nocscape.console.wall.show import WallPlan

HELP = mark("show the network on a wall, full screen and read-only")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "name", nargs="?", metavar=tr("NAME"), help=tr("show the wall that the console keeps under this name")
    )
    add_profile(parser)
    file = tr("show the wall of a file that --write has written")
    parser.add_argument("--file", type=Path, metavar=tr("FILE"), help=file)
    parser.add_argument("--list", action="store_true", dest="is_list", help=tr("name the walls that are kept, and end"))
    write = tr("write the wall to a file for another machine, and end")
    parser.add_argument("--write", type=Path, metavar=tr("FILE"), help=write)
    screen = tr("number of the screen, from 0; may be given several times")
    parser.add_argument("--screen", type=int, action="append", metavar=tr("NUMBER"), help=screen)
    page = tr("show this page, such as map:main; may be given several times; all maps without it")
    parser.add_argument("--page", action="append", metavar=tr("PAGE"), help=page)
    every = tr("how long each page is shown, 5 to 3600; 30 without it")
    parser.add_argument("--every", type=int, metavar=tr("SECONDS"), help=every)
    parser.add_argument("--light", action="store_true", help=tr("light instead of dark"))


def run(options: argparse.Namespace) -> int:
    """Show the wall until Esc is pressed."""
    if not (options.is_list or options.write or has_display()):
        raise NocscapeError(tr("There is no display here, so no window can be opened"))
    try:
        from nocscape.console.wall import kept  # noqa: PLC0415 - Qt where there is a screen
        from nocscape.console.wall.run import run as run_wall  # noqa: PLC0415
    except ImportError as error:
        raise NocscapeError(
            tr("Qt cannot be loaded: {reason}", reason=error), hint=tr("run the set-up again: installers/start.sh")
        ) from error
    profile = options.profile or paths.default_profile()
    if options.is_list:
        for wall in kept.read(profile):
            print(wall.name)
        return 0
    plan = _plan(options, profile)
    if options.write is not None:
        kept.to_file(options.write, kept.kept(options.name or options.write.stem, plan))
        return 0
    logs.setup(folder=paths.make_private(profile) / "log")
    return run_wall(partial(open_client, profile, origin="console"), plan)


def _plan(options: argparse.Namespace, profile: Path) -> WallPlan:
    """What is kept under the name, or in the file, with what the other options say in its place."""
    from nocscape.console.wall import kept  # noqa: PLC0415 - as above
    from nocscape.console.wall.show import WallPlan  # noqa: PLC0415

    plan = WallPlan()
    if options.file is not None:
        plan = kept.plan_of(kept.from_file(options.file))
    elif options.name:
        plan = kept.plan_of(kept.named(kept.read(profile), options.name))
    said = {
        "screens": tuple(options.screen) if options.screen else None,
        "pages": tuple(options.page) if options.page else None,
        "every_s": options.every,
        "theme": "light" if options.light else None,
    }
    return plan._replace(**{field: value for field, value in said.items() if value is not None})
