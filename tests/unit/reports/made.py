"""Facts of a small network for reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nocscape.base.i18n import msg
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.net import Device, DeviceId, Endpoint, Interface, Inventory, Kind
from nocscape.model.status import Severity

DAY_S = 86_400
SINCE, UNTIL = 1_750_000_000.0, 1_750_000_000.0 + 7 * DAY_S


def device(name: str, **more: object) -> Inventory:
    port = Interface(key="1", if_index=1, name="Gi0/1", alias="uplink", speed_bps=10**9, oper="up")
    made = Device(id=name, name=name, endpoint=Endpoint("10.0.0.1"), kind=Kind.SWITCH, site="HQ", **more)  # type: ignore[arg-type]
    return Inventory(device=made, interfaces=(port,))


def event(at: float, kind: str, name: str = "core-1") -> Event:
    return Event(id=f"{at}{name}", at=at, kind=kind, severity=Severity.CRITICAL, text=msg("Down"), device=name)


class Facts:
    """A source that a test fills."""

    def __init__(self, *inventories: Inventory) -> None:
        self._devices = {i.device.id: i for i in inventories}
        self.series: dict[SeriesKey, Sequence[float | None]] = {}
        self.happened: list[Event] = []

    @property
    def now(self) -> float:
        return UNTIL

    @property
    def site(self) -> str:
        return ""

    @property
    def devices(self) -> Mapping[DeviceId, Inventory]:
        return self._devices

    async def read(
        self,
        keys: Sequence[SeriesKey],
        since: int,
        until: int,
        points: int,  # noqa: ARG002
    ) -> Sequence[SeriesData]:
        return [self._data(key, since, until) for key in keys]

    async def top(
        self,
        metric: str,
        since: int,  # noqa: ARG002
        until: int,  # noqa: ARG002
        most: int,
    ) -> Sequence[tuple[SeriesKey, float]]:
        known = [(k, [v for v in values if v is not None]) for k, values in self.series.items() if k.metric == metric]
        ranked = [(key, sum(values) / len(values)) for key, values in known if values]
        return sorted(ranked, key=lambda pair: -pair[1])[:most]

    async def events(self, until: float) -> Sequence[Event]:
        return [e for e in self.happened if e.at <= until]

    def _data(self, key: SeriesKey, since: int, until: int) -> SeriesData:
        values = self.series.get(key, [])
        step = (until - since) // max(1, len(values))
        return SeriesData(
            key=key, times=[since + n * step for n in range(len(values))], values=list(values), step_s=step
        )
