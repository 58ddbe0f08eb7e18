"""What commands about checks and exporters have in common: how a server is reached, and how it stands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from nocscape.base.i18n import tr
from nocscape.cli import access, numbers, scoping, when
from nocscape.cli.session import Heard, network_of
from nocscape.engine.client import EngineClient
from nocscape.model.checks import Check, CheckState
from nocscape.model.commands import Ask
from nocscape.model.exporters import Exporter

P = TypeVar("P", Check, Exporter)


def add_interval(parser: argparse.ArgumentParser) -> None:
    """Declare `--every`."""
    parser.add_argument(
        "--every", type=numbers.above_zero, dest="interval_s", metavar=tr("SECONDS"), help=tr("time between two runs")
    )


def add_target(parser: argparse.ArgumentParser) -> None:
    """Declare HOST."""
    parser.add_argument("target", metavar=tr("HOST"), help=tr("an address, or a device by id or name"))


def add_server(parser: argparse.ArgumentParser) -> None:
    """Declare `--port`, `--host`, `--verify`, `--timeout` and how to be let in."""
    parser.add_argument("--port", type=numbers.port, metavar="N")
    parser.add_argument("--host", metavar=tr("NAME"), help=tr("name of the server for HTTP and TLS"))
    parser.add_argument(
        "--verify", action="store_true", dest="is_verified", help=tr("the certificate must be trusted here")
    )
    parser.add_argument("--timeout", type=numbers.above_zero, dest="timeout_s", metavar=tr("SECONDS"))
    access.add_options(parser)


def add_id(parser: argparse.ArgumentParser) -> None:
    """Declare ID."""
    parser.add_argument("kept", metavar="ID")


class Verbs(NamedTuple, Generic[P]):
    """How one kind of probe is made of the options and a scope, kept, and forgotten."""

    make: Callable[[argparse.Namespace, str], P]
    put: Callable[[P], Ask]
    drop: Callable[[str], Ask]


def change(client: EngineClient, options: argparse.Namespace, verbs: Verbs[P]) -> Heard:
    """Add or remove what the options say, with a warning where others could read along. Returns who there is."""
    heard = network_of(client)
    if options.verb == "add":
        wanted = verbs.make(options, scoping.scope_of(options.scope, heard))
        access.warn(wanted.weak_point)
        client.call(verbs.put(wanted), on_item=heard.take)
    elif options.verb == "remove":
        client.call(verbs.drop(options.kept), on_item=heard.take)
    return heard


def standing(
    what: tuple[str, ...], states: Iterable[CheckState], shown: Callable[[CheckState], object], heard: Heard
) -> Iterator[tuple[object, ...]]:
    """Rows of a table: how something stands at each device, or that it was not run yet."""
    rows = [(*what, scoping.shown_device(s.device, heard), when.local(s.at), shown(s)) for s in states]
    yield from rows or [(*what, "", "", tr("not run yet"))]
