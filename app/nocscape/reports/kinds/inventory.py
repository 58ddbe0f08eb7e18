"""Inventory: what there is, of whom, with which system and serial number, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nocscape.base.i18n import Text, mark, msg
from nocscape.base.units import NO_VALUE, duration_text
from nocscape.model.net import Inventory, Kind
from nocscape.model.words import kind_text
from nocscape.reports.document import Column, Fact, Report, Row, Source, Table
from nocscape.reports.kinds import ReportKind

MOST_COUNTED = 40


async def make(source: Source, since: float, until: float) -> Report:
    """As it is now, whatever the period."""
    everything = sorted(source.devices.values(), key=lambda i: (i.device.site, i.device.shown_name().casefold()))
    new = sum(since <= i.device.first_seen <= until for i in everything)
    return Report(
        title=msg("Inventory"),
        period=(since, until),
        made_at=source.now,
        site=source.site,
        facts=(
            Fact(msg("Devices"), str(len(everything))),
            Fact(msg("New in this period"), str(new)),
            Fact(msg("Ports"), str(sum(len(i.interfaces) for i in everything))),
            Fact(msg("Ports that are up"), str(sum(p.oper == "up" for i in everything for p in i.interfaces))),
        ),
        tables=(
            _counted(msg("By kind"), msg("Kind"), (i.device.kind for i in everything)),
            _counted(msg("By vendor"), msg("Vendor"), (i.device.vendor or NO_VALUE for i in everything)),
            _counted(msg("By system"), msg("System"), (_system(i) for i in everything)),
            Table(
                msg("Devices"),
                (
                    Column(msg("Device")), Column(msg("Address")), Column(msg("Kind")), Column(msg("Model")),
                    Column(msg("System")), Column(msg("Serial number")), Column(msg("Site")),
                    Column(msg("Ports"), is_number=True), Column(msg("Up for"), is_number=True),
                ),
                [_row(i) for i in everything],
            ),
        ),
    )  # fmt: skip


def _row(inventory: Inventory) -> Row:
    device = inventory.device
    up = sum(port.oper == "up" for port in inventory.interfaces)
    return Row(
        (
            device.shown_name(),
            device.endpoint.address,
            kind_text(device.kind),
            " ".join(part for part in (device.vendor, device.model) if part) or NO_VALUE,
            _system(inventory),
            device.serial or NO_VALUE,
            device.site,
            f"{up}/{len(inventory.interfaces)}",
            duration_text(device.sys_uptime_s) if device.sys_uptime_s else NO_VALUE,
        )
    )


def _system(inventory: Inventory) -> str:
    device = inventory.device
    return " ".join(part for part in (device.os, device.os_version) if part) or NO_VALUE


def _counted(title: Text, what: Text, values: Iterable[str]) -> Table:
    counts = Counter(values)
    total = sum(counts.values())
    rows = [
        Row((kind_text(value) if isinstance(value, Kind) else value, str(n)), n / total)
        for value, n in counts.most_common(MOST_COUNTED)
    ]
    return Table(title, (Column(what), Column(msg("Count"), is_number=True)), rows)


KIND = ReportKind("inventory", mark("Inventory"), make)
