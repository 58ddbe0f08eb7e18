"""What commands about checks and exporters have in common: how a server is reached, and how it stands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator

from nocscape.base.i18n import tr
from nocscape.cli import access, scoping, when
from nocscape.cli.session import Heard
from nocscape.model.checks import CheckState


def add_interval(parser: argparse.ArgumentParser) -> None:
    """Declare `--every`."""
    parser.add_argument(
        "--every", type=float, dest="interval_s", metavar=tr("SECONDS"), help=tr("time between two runs")
    )


def add_target(parser: argparse.ArgumentParser) -> None:
    """Declare HOST."""
    parser.add_argument("target", metavar=tr("HOST"), help=tr("an address, or a device by id or name"))


def add_server(parser: argparse.ArgumentParser) -> None:
    """Declare `--port`, `--host`, `--verify`, `--timeout` and how to be let in."""
    parser.add_argument("--port", type=int, metavar="N")
    parser.add_argument("--host", metavar=tr("NAME"), help=tr("name of the server for HTTP and TLS"))
    parser.add_argument(
        "--verify", action="store_true", dest="is_verified", help=tr("the certificate must be trusted here")
    )
    parser.add_argument("--timeout", type=float, dest="timeout_s", metavar=tr("SECONDS"))
    access.add_options(parser)


def standing(
    what: tuple[str, ...], states: Iterable[CheckState], shown: Callable[[CheckState], object], heard: Heard
) -> Iterator[tuple[object, ...]]:
    """Rows of a table: how something stands at each device, or that it was not run yet."""
    rows = [(*what, scoping.shown_device(s.device, heard), when.local(s.at), shown(s)) for s in states]
    yield from rows or [(*what, "", "", tr("not run yet"))]
