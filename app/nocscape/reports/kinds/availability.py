"""Availability: how long each device was down, how often, and which share of echo requests it answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nocscape.base.i18n import mark, msg
from nocscape.base.units import NO_VALUE, duration_text
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.net import DeviceId, Inventory
from nocscape.reports.document import Column, Fact, Report, Row, Source, Table, name_of, stamp
from nocscape.reports.kinds import ReportKind

GOOD, FAIR = 99.9, 99.0
POINTS = 200
MOST_OUTAGES = 100
DOWN, UNREACHABLE, UP = "device_down", "device_unreachable", "device_up"


class Outage(NamedTuple):
    """A stretch in which a device was down or behind one that was (`kind`); UTC seconds."""

    device: DeviceId
    kind: str
    since: float
    until: float

    @property
    def seconds(self) -> float:
        """How long it was."""
        return self.until - self.since


async def make(source: Source, since: float, until: float) -> Report:
    """Outages from events, whose times are those of the poll that told; answers from what was measured."""
    found = outages(await source.events(until), since, until)
    devices = {d: i for d, i in source.devices.items() if not i.device.is_ghost}
    keys = [SeriesKey(device, "icmp_loss_percent") for device in devices]
    answered = {d.key.device: _answered(d) for d in await source.read(keys, int(since), int(until), POINTS)}
    shares = {device: availability(inventory, found, since, until) for device, inventory in devices.items()}
    known = [share for share in shares.values() if share is not None]
    order = sorted(shares, key=lambda d: (101.0 if shares[d] is None else shares[d], name_of(source, d)))
    return Report(
        title=msg("Availability"),
        period=(since, until),
        made_at=source.now,
        site=source.site,
        facts=(
            Fact(msg("Devices"), str(len(devices))),
            Fact(msg("Mean availability"), percent(sum(known) / len(known) if known else None)),
            Fact(msg("Outages"), str(sum(o.kind == DOWN for o in found))),
            Fact(msg("Devices with an outage"), str(len({o.device for o in found if o.kind == DOWN}))),
        ),
        tables=(
            Table(
                msg("Devices"),
                (
                    Column(msg("Device")), Column(msg("Site")), Column(msg("Availability"), is_number=True),
                    Column(msg("Outages"), is_number=True), Column(msg("Down for"), is_number=True),
                    Column(msg("Unreachable for"), is_number=True), Column(msg("Pings answered"), is_number=True),
                ),
                [_row(source, device, shares[device], found, answered.get(device)) for device in order],
                msg("A device that was only behind one that was down counts as unreachable, not as down."),
            ),
            _longest(source, found),
        ),
    )  # fmt: skip


def outages(events: Sequence[Event], since: float, until: float) -> list[Outage]:
    """Stretches between going down and coming up, within the two times; what has not ended lasts until the end."""
    open_since: dict[DeviceId, tuple[str, float]] = {}
    found: list[Outage] = []
    for event in sorted(events, key=lambda e: e.at):
        if event.device is None or event.kind not in (DOWN, UNREACHABLE, UP):
            continue
        if (begun := open_since.pop(event.device, None)) is not None and begun[0] != event.kind:
            found.append(Outage(event.device, begun[0], max(begun[1], since), min(event.at, until)))
            begun = None
        if event.kind != UP:
            open_since[event.device] = begun or (event.kind, event.at)
    found += [Outage(device, kind, max(at, since), until) for device, (kind, at) in open_since.items()]
    return [outage for outage in found if outage.until > outage.since]


def availability(inventory: Inventory, found: Sequence[Outage], since: float, until: float) -> float | None:
    """Percent of the time that a device was known in which it was not down; None where it was not known yet."""
    begin = max(since, inventory.device.first_seen)
    if begin >= until:
        return None
    down = sum(o.seconds for o in found if o.device == inventory.device.id and o.kind == DOWN)
    return 100.0 * max(0.0, 1 - down / (until - begin))


def percent(share: float | None) -> str:
    """A share of 100 with three decimals, as availability is agreed upon; never rounded up to 100."""
    if share is None:
        return NO_VALUE
    return "100 %" if share >= 100.0 else f"{min(share, 99.999):.3f} %"


def _answered(data: SeriesData) -> float | None:
    known = [loss for loss in data.values if loss is not None]
    return 100.0 - sum(known) / len(known) if known else None


def _row(source: Source, device: DeviceId, share: float | None, found: Sequence[Outage], answered: float | None) -> Row:
    down = [o for o in found if o.device == device and o.kind == DOWN]
    behind = sum(o.seconds for o in found if o.device == device and o.kind == UNREACHABLE)
    down_s = sum(o.seconds for o in down)
    tone = "" if share is None else "ok" if share >= GOOD else "warn" if share >= FAIR else "crit"
    cells = (
        name_of(source, device),
        source.devices[device].device.site,
        percent(share),
        str(len(down)),
        duration_text(down_s) if down_s else NO_VALUE,
        duration_text(behind) if behind else NO_VALUE,
        percent(answered),
    )
    return Row(cells, None if share is None else share / 100, tone)


def _longest(source: Source, found: Sequence[Outage]) -> Table:
    ordered = sorted((o for o in found if o.kind == DOWN), key=lambda o: -o.seconds)[:MOST_OUTAGES]
    return Table(
        msg("Longest outages"),
        (Column(msg("Device")), Column(msg("From")), Column(msg("To")), Column(msg("Down for"), is_number=True)),
        [Row((name_of(source, o.device), stamp(o.since), stamp(o.until), duration_text(o.seconds))) for o in ordered],
    )


KIND = ReportKind("availability", mark("Availability"), make)
