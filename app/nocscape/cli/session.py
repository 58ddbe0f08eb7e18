"""A command's connection to an engine, and what it heard of the network."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.engine.client import EngineClient, open_client
from nocscape.model.batches import DeviceChanged, DeviceGone, Item, JobProgress, LinksChanged
from nocscape.model.commands import Subscribe
from nocscape.model.net import DeviceId, Inventory, Link, LinkId, PortRef, Unanswered


def add_profile(parser: argparse.ArgumentParser) -> None:
    """Declare `--profile DIR`."""
    parser.add_argument(
        "--profile", type=Path, metavar=tr("DIR"), help=tr("keep the result in, or read it from, this profile folder")
    )


@contextmanager
def connected(profile: Path | None) -> Iterator[EngineClient]:
    """A client of the profile's engine; of one in memory where `profile` is None."""
    client = open_client(profile, origin="cli")
    try:
        yield client
    finally:
        client.close()


def network_of(client: EngineClient) -> Heard:
    """Everything that the engine knows now."""
    heard = Heard()
    client.call(Subscribe(), on_item=heard.take)
    for batch in client.receive(0.5):
        for item in batch.items:
            heard.take(item)
    return heard


class Heard:
    """Devices and links as an engine told them, and what a job could not reach."""

    def __init__(self, *, is_loud: bool = False) -> None:
        self.devices: dict[DeviceId, Inventory] = {}
        self.links: dict[LinkId, Link] = {}
        self.unanswered: dict[str, Unanswered] = {}
        self.answered: list[str] = []
        self._is_loud = is_loud and sys.stderr.isatty()

    def take(self, item: Item) -> None:
        """Keep what one item says."""
        match item:
            case DeviceChanged(inventory=inventory):
                self.devices[inventory.device.id] = inventory
            case DeviceGone(device=device):
                self.devices.pop(device, None)
            case LinksChanged(links=links, gone=gone):
                self.links.update((x.id, x) for x in links)
                for link in gone:
                    self.links.pop(link, None)
            case JobProgress():
                self.unanswered.update((p.address, p) for p in item.problems)
                self._show(item)
            case _:
                pass

    def names(self, port: PortRef) -> tuple[str, str]:
        """What people call a device and its port; the port's is empty where only the device is meant."""
        known = self.devices.get(port.device)
        if known is None:
            return port.device, port.interface or ""
        name = next((i.name or i.descr for i in known.interfaces if i.key == port.interface), port.interface or "")
        return one_line(known.device.shown_name(), 40), one_line(name, 30)

    def _show(self, progress: JobProgress) -> None:
        if self._is_loud:
            text = tr(
                "{stage}: {done} of {total}, {found} found",
                stage=progress.stage,
                done=progress.done,
                total=progress.total,
                found=progress.found,
            )
            sys.stderr.write(f"\r\x1b[K{one_line(text)}")
            if progress.stage in ("done", "cancelled", "failed"):
                sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
