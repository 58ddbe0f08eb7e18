"""What commands about devices in bulk have in common: whom they are for."""

from __future__ import annotations

import argparse

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.cli import output
from nocscape.cli.session import Heard, add_profile
from nocscape.model.scopes import ALL, KINDS
from nocscape.topology.naming import find_port


def verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str) -> argparse.ArgumentParser:
    """A verb; `--profile` and `--json` are understood behind it as well."""
    child = verbs.add_parser(name, help=text, description=text, argument_default=argparse.SUPPRESS)
    add_profile(child)
    output.add_json(child)
    return child


def add_scope(parser: argparse.ArgumentParser) -> None:
    """Declare SCOPE."""
    parser.add_argument(
        "scope",
        metavar=tr("SCOPE"),
        help=tr("a device by id, name or address, or site:NAME, kind:KIND, vendor:NAME, all"),
    )


def scope_of(typed: str, heard: Heard) -> str:
    """The scope that was typed. Raises InputError for a device that nobody knows."""
    kind, colon, name = typed.partition(":")
    if typed == ALL or (colon and name and kind in KINDS[1:]):
        return typed
    wanted = name if colon and kind == KINDS[0] else typed
    try:
        return f"device:{find_port(heard.devices, wanted).device}"
    except InputError as error:
        raise InputError(error.message, hint=tr("or site:NAME, kind:KIND, vendor:NAME, all")) from error


def shown_scope(scope: str, heard: Heard) -> str:
    """As people read it."""
    kind, _, name = scope.partition(":")
    known = heard.devices.get(name) if kind == KINDS[0] else None
    return known.device.shown_name() if known is not None else scope


def shown_device(device: str, heard: Heard) -> str:
    """What people call it."""
    known = heard.devices.get(device)
    return known.device.shown_name() if known is not None else device
