"""What a discovery found, as a table for people."""

from __future__ import annotations

from collections.abc import Iterable

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.cli.output import table
from nocscape.model.net import DeviceId, Inventory, Link, PortRef


def devices_table(devices: Iterable[Inventory]) -> str:
    """A line a device."""
    headers = (tr("Name"), tr("Address"), tr("Kind"), tr("Vendor"), tr("Model"), tr("System"), tr("SNMP"), tr("Ports"))
    rows = [
        (
            one_line(d.shown_name(), 40),
            d.endpoint.address,
            d.kind,
            d.vendor,
            one_line(d.model or "", 30),
            one_line(" ".join(x for x in (d.os, d.os_version) if x), 30),
            d.snmp,
            len(i.interfaces),
        )
        for i in sorted(devices, key=lambda i: i.device.shown_name())
        for d in [i.device]
    ]
    return table(headers, rows)


def links_table(links: Iterable[Link], devices: dict[DeviceId, Inventory]) -> str:
    """A line a link."""
    headers = (tr("From"), tr("Port"), tr("To"), tr("Port"), tr("State"), tr("Evidence"))
    rows = sorted(
        (
            *_end(link.a, devices),
            *_end(link.b, devices),
            str(link.state),
            ", ".join(sorted({e.source for e in link.evidence})),
        )
        for link in links
    )
    return table(headers, rows)


def _end(port: PortRef, devices: dict[DeviceId, Inventory]) -> tuple[str, str]:
    known = devices.get(port.device)
    if known is None:
        return port.device, port.interface or ""
    name = next((i.name or i.descr for i in known.interfaces if i.key == port.interface), port.interface or "")
    return one_line(known.device.shown_name(), 40), one_line(name, 30)
