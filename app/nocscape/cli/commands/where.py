"""`nocscape where ADDRESS`: the device and port where an IP or MAC address is."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from nocscape.base.i18n import mark, tr
from nocscape.cli import output, when
from nocscape.cli.session import Heard, add_profile, connected, network_of
from nocscape.engine.client import value
from nocscape.model.answers import Place
from nocscape.model.commands import FindAddress
from nocscape.model.net import PortRef

HELP = mark("say at which device and port an IP or MAC address is")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("address", metavar=tr("ADDRESS"), help=tr("an IP address, or a MAC address in any spelling"))
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Ask and print; the exit status is 1 where nobody knows."""
    with connected(options.profile) as client:
        heard = network_of(client)
        places = value(client.call(FindAddress(address=options.address), on_item=heard.take), tuple[Place, ...])
    if output.write_result(options.json, {"address": options.address, "places": [_document(p, heard) for p in places]}):
        _print(places, heard)
    return 0 if places else 1


def _document(place: Place, heard: Heard) -> dict[str, object]:
    name, port = heard.names(PortRef(place.device, place.interface))
    return {
        "device": place.device,
        "name": name,
        "port": port or None,
        "vlan": place.vlan,
        "last_seen": when.iso(place.last_seen),
        "evidence": place.evidence,
        "mac": place.mac or None,
        "addresses": list(place.addresses),
    }


def _print(places: Iterable[Place], heard: Heard) -> None:
    headers = (tr("Device"), tr("Port"), tr("VLAN"), tr("Last seen"), tr("Evidence"), tr("MAC"))
    rows = [
        (*heard.names(PortRef(p.device, p.interface)), p.vlan, when.local(p.last_seen), p.evidence, p.mac)
        for p in places
    ]
    print(output.table(headers, rows) if rows else tr("Nobody has seen this address"))
