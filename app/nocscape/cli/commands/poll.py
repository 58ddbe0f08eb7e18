"""`nocscape poll`: what a device measures, for a while."""

from __future__ import annotations

import argparse
import time

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import mark, tr
from nocscape.cli import credentials, numbers, output
from nocscape.cli.commands.discover import discover
from nocscape.cli.session import Heard, add_profile, connected
from nocscape.engine.client import EngineClient
from nocscape.model.batches import Item, SamplesArrived
from nocscape.model.commands import StartDiscovery, SweepSpec, WatchSeries
from nocscape.model.metrics import DEVICE_METRICS, IF_METRICS, Sample, SeriesKey
from nocscape.model.net import Inventory

HELP = mark("measure a device for a while")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("host", metavar=tr("HOST"), help=tr("address of the device"))
    parser.add_argument(
        "--for",
        dest="seconds",
        type=numbers.above_zero,
        default=30.0,
        metavar=tr("SECONDS"),
        help=tr("how long to measure"),
    )
    parser.add_argument(
        "--every", type=numbers.above_zero, default=5.0, metavar=tr("SECONDS"), help=tr("time between two polls")
    )
    parser.add_argument("--port", type=numbers.port, default=161, metavar="N", help=tr("SNMP port"))
    credentials.add_options(parser)
    add_profile(parser)
    output.add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Find the device, then watch everything it measures."""
    with connected(options.profile) as client:
        ask = StartDiscovery(
            sweep=SweepSpec(targets=(options.host,)),
            snmp_port=options.port,
            credentials=credentials.from_options(options),
        )
        inventory = _device_at(options.host, discover(client, ask))
        samples = _watch(client, inventory, options.seconds, options.every, is_loud=options.json != "-")
    if options.json:
        output.write_json(options.json, {"device": inventory.device.id, "samples": [_plain(s) for s in samples]})
    return 0


def _device_at(host: str, heard: Heard) -> Inventory:
    for inventory in heard.devices.values():
        if host in (inventory.device.endpoint.address, *inventory.device.addresses):
            return inventory
    raise NocscapeError(
        tr("{host} did not answer", host=host), hint=tr("is the address right, and does a firewall drop it?")
    )


def series_of(inventory: Inventory) -> tuple[SeriesKey, ...]:
    """All curves that a device may have."""
    device = inventory.device.id
    ports = (SeriesKey(device, m, i.key) for i in inventory.interfaces for m in IF_METRICS)
    return (*(SeriesKey(device, m) for m in DEVICE_METRICS), *ports)


def _watch(client: EngineClient, inventory: Inventory, seconds: float, every: float, *, is_loud: bool) -> list[Sample]:
    samples: list[Sample] = []
    names = {i.key: i.name or i.descr for i in inventory.interfaces}

    def take(item: Item) -> None:
        if isinstance(item, SamplesArrived):
            samples.extend(item.samples)
            for sample in item.samples if is_loud else ():
                print(_line(sample, names))

    client.call(WatchSeries(keys=series_of(inventory), interval_s=every), on_item=take)
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        for batch in client.receive(min(left, 0.5)):
            for item in batch.items:
                take(item)
    return samples


def _line(sample: Sample, names: dict[str, str]) -> str:
    instance = f"[{names.get(sample.key.instance, sample.key.instance)}]" if sample.key.instance else ""
    shown = f"{sample.value:g}" if sample.value is not None else f"({sample.gap})"
    at = time.strftime("%H:%M:%S", time.localtime(sample.at))
    return f"{at} {sample.key.metric}{instance} {shown}"


def _plain(sample: Sample) -> dict[str, object]:
    return {
        "metric": sample.key.metric,
        "instance": sample.key.instance,
        "at": sample.at,
        "value": sample.value,
        "gap": sample.gap,
    }
