"""A device in memory: an SNMP agent with counters that grow by the clock, and a ping that answers or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nocscape.base.clock import FakeClock
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.net import Device, Endpoint, Interface, Inventory
from nocscape.polling import objects
from nocscape.polling.device_poll import UPTIME
from nocscape.wire.icmp import OnProgress, OnReply, OnSilent, Pinger, PingReply
from nocscape.wire.snmp import Column, ColumnTable, RowPlan, Rows, SnmpError, SnmpTarget, SnmpTimeout, SnmpValue

GIGABIT_BPS = 1_000_000_000
TARGET = SnmpTarget(
    address="192.0.2.1", credential=SnmpCredential(name="public", version=SnmpVersion.V2C, community="public")
)


def interface(index: int, **changes: object) -> Interface:
    defaults = {"key": f"port{index}", "if_index": index, "name": f"ge{index}", "speed_bps": GIGABIT_BPS}
    return Interface(**(defaults | changes))  # type: ignore[arg-type]


def inventory(ports: int = 2, name: str = "switch") -> Inventory:
    device = Device(id=name, name=name, endpoint=Endpoint("192.0.2.1"))
    return Inventory(device=device, interfaces=tuple(interface(n) for n in range(1, ports + 1)))


class FakeAgent:
    """Stands in for `SnmpClient`, for one device. Each port carries `octets_per_s` in both directions."""

    def __init__(self, clock: FakeClock, ports: int = 2) -> None:
        self.clock = clock
        self.ports = ports
        self.octets_per_s = 1000
        self.started = 0.0
        self.is_silent = False
        self.fault: SnmpError | None = None
        self.table_fault: SnmpError | None = None
        self.has_wide = True
        self.oper = 1
        self.extra: ColumnTable = {}
        self.asked: list[str] = []
        self.targets: list[SnmpTarget] = []

    def restart(self) -> None:
        self.started = self.clock.monotonic()

    async def scalars(self, target: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        await self._answer(target, columns)
        found: dict[str, SnmpValue] = {}
        for column in columns:
            oid, _, index = column.oid.rpartition(".")
            if column == objects.SYS_UPTIME:
                found[column.oid] = self._uptime_ticks()
            elif (value := self._column(oid).get(index)) is not None:
                found[column.oid] = value
            elif column.oid in self.extra:
                found |= self.extra[column.oid]
        return found

    async def columns(self, target: SnmpTarget, columns: Sequence[Column], *, most_rows: int = 20_000) -> ColumnTable:
        assert most_rows > 0
        await self._answer(target, columns)
        if self.table_fault is not None:
            raise self.table_fault
        return {column.oid: self._column(column.oid) for column in columns}

    async def rows(self, target: SnmpTarget, plan: RowPlan) -> Rows:
        return Rows.of_table(plan, await self.columns(target, list(plan.rows)))

    async def _answer(self, target: SnmpTarget, columns: Iterable[Column]) -> None:
        self.asked += [column.oid for column in columns]
        self.targets.append(target)
        if self.is_silent:
            await self.clock.sleep(target.timeout_s * (target.retries + 1))
            raise SnmpTimeout(target.address, target.retries + 1)
        if self.fault is not None:
            raise self.fault

    def _uptime_ticks(self) -> int:
        return int(100 * (1000 + self.clock.monotonic() - self.started))

    def _column(self, oid: str) -> dict[str, SnmpValue]:
        if oid in self.extra:
            return self.extra[oid]
        if oid == UPTIME.oid:
            return {"0": self._uptime_ticks()}
        octets = int(self.octets_per_s * (self.clock.monotonic() - self.started))
        values: dict[str, SnmpValue] = {
            objects.IF_ADMIN.oid: 1,
            objects.IF_OPER.oid: self.oper,
            objects.IF_IN_OCTETS.oid: octets % 2**32,
            objects.IF_OUT_OCTETS.oid: octets % 2**32,
            objects.IF_IN_ERRORS.oid: 0,
        }
        if self.has_wide:
            values |= {objects.IF_HC_IN_OCTETS.oid: octets, objects.IF_HC_OUT_OCTETS.oid: octets}
        return {str(n): values[oid] for n in range(1, self.ports + 1)} if oid in values else {}


class FakePinger(Pinger):
    """Answers in 2 ms or not at all."""

    mode = "fake"

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.is_silent = False
        self.lost = 0
        """Of each call."""
        self.times_ms = [2.0] * 3
        self.counts: list[int] = []

    async def ping(
        self, address: str, *, timeout_s: float = 1.0, count: int = 1, interval_s: float = 0.2
    ) -> list[PingReply]:
        assert interval_s > 0
        self.counts.append(count)
        await self.clock.sleep(timeout_s if self.is_silent else 0.002)
        answered = 0 if self.is_silent else count - self.lost
        return [PingReply(address, self.times_ms[n] if n < answered else None) for n in range(count)]

    async def sweep(
        self,
        addresses: Iterable[str],
        *,
        timeout_s: float = 1.0,
        retries: int = 1,
        rate_per_s: float | None = None,
        on_reply: OnReply,
        on_progress: OnProgress | None = None,
        on_silent: OnSilent | None = None,
    ) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is held."""
