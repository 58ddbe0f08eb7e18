"""`nocscape discover`: sweep, identify, read neighbours, say what is there and how it hangs together."""

from __future__ import annotations

import argparse

import msgspec

from nocscape.base.i18n import mark, tr
from nocscape.cli import credentials, numbers, output, report, sweeping
from nocscape.cli.session import Heard, add_profile, connected
from nocscape.discovery.protocols_json import add_protocols
from nocscape.discovery.to_json import Document, to_document
from nocscape.engine.client import EngineClient
from nocscape.model.commands import ReadProtocols, ReadStations, StartDiscovery, Subscribe
from nocscape.model.net import DeviceId, Layer, Station
from nocscape.model.protocols import Protocols
from nocscape.topology.wires import is_cloud

HELP = mark("find devices and links")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    sweeping.add_options(parser)
    parser.add_argument("--port", type=numbers.port, default=161, metavar="N", help=tr("SNMP port"))
    credentials.add_options(parser)
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Discover and print."""
    ask = StartDiscovery(
        sweep=sweeping.from_options(options), snmp_port=options.port, credentials=credentials.from_options(options)
    )
    with connected(options.profile) as client:
        discover_and_tell(client, ask, options.json)
    return 0


def discover_and_tell(client: EngineClient, ask: StartDiscovery, json: str | None) -> None:
    """Run a discovery to its end; write what was found to the file `json`, and print it unless that is `-`."""
    heard = discover(client, ask)
    if json is not None:
        output.write_json(json, _document(client, heard))
    if json != "-":
        print_found(heard)


def _document(client: EngineClient, heard: Heard) -> Document:
    """All that was found, with what the engine tells only when it is asked."""
    stations = msgspec.msgpack.decode(client.call(ReadStations(device="")).value, type=tuple[Station, ...])
    document = to_document(heard.devices.values(), heard.links.values(), heard.unanswered.values(), stations)
    told = client.call(ReadProtocols())
    add_protocols(document, msgspec.msgpack.decode(told.value, type=dict[DeviceId, Protocols]))
    return document


def discover(client: EngineClient, ask: StartDiscovery) -> Heard:
    """Run a discovery to its end."""
    heard = Heard(is_loud=True)
    client.call(Subscribe(), on_item=heard.take)
    client.call(ask, on_item=heard.take)
    return heard


def print_found(heard: Heard) -> None:
    """Devices, wires and a count of what did not answer."""
    wires = [link for link in heard.links.values() if link.layer is Layer.PHYSICAL]
    devices = [i for i in heard.devices.values() if not is_cloud(i.device.id)]
    print(report.devices_table(devices))
    print()
    print(report.links_table(wires, heard.devices))
    print()
    print(
        tr(
            "{devices} devices, {links} links, {silent} addresses without a device",
            devices=len(devices),
            links=len(wires),
            silent=len(heard.unanswered),
        )
    )
