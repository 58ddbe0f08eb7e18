"""A client that reads from tables in memory, as an agent with exactly these instances would answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from nocscape.discovery.agent import Agent
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.net import Device, Endpoint, Interface, Inventory, Vlan
from nocscape.topology.observations import AnnouncedPort, DeviceReading
from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget, SnmpTimeout, SnmpValue

Objects = Mapping[str, SnmpValue]
"""Instances by OID."""
Oid = tuple[int, ...]
COMMUNITY = "public"


def numbers(oid: str) -> Oid:
    return tuple(map(int, oid.split(".")))


def row(entry: str, index: str, **columns: SnmpValue) -> dict[str, SnmpValue]:
    """Instances of one conceptual row; columns as `c4=`."""
    return {f"{entry}.{name[1:]}.{index}": value for name, value in columns.items()}


class Tables:
    """Stands in for `SnmpClient`; other communities than those in `contexts` stay silent."""

    def __init__(self, objects: Objects, contexts: Mapping[str, Objects] | None = None) -> None:
        self._contexts = {COMMUNITY: objects} | dict(contexts or {})
        self.asked: list[str] = []
        self.limits: list[int] = []

    async def scalars(self, target: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        objects = self._objects(target)
        self.asked += [c.oid for c in columns]
        return {c.oid: value for c in columns if (value := objects.get(c.oid)) is not None}

    async def columns(
        self,
        target: SnmpTarget,
        columns: Sequence[Column],
        *,
        most_rows: int = 20_000,
        expected_rows: int | None = None,  # noqa: ARG002
    ) -> ColumnTable:
        objects = self._objects(target)
        self.asked += [c.oid for c in columns]
        self.limits.append(most_rows)
        return {c.oid: self._below(objects, f"{c.oid}.", most_rows) for c in columns}

    async def after(self, target: SnmpTarget, oids: Sequence[str]) -> dict[str, str]:
        order = sorted(self._objects(target), key=numbers)
        keys = [numbers(oid) for oid in order]
        places = {oid: bisect_right(keys, numbers(oid)) for oid in oids}
        return {oid: order[at] if at < len(order) else "" for oid, at in places.items()}

    async def knock(self, target: SnmpTarget) -> None:
        self._objects(target)

    async def engine_id(self, target: SnmpTarget) -> bytes | None:  # noqa: ARG002
        return None

    def _objects(self, target: SnmpTarget) -> Objects:
        objects = self._contexts.get(target.credential.community)
        if objects is None:
            raise SnmpTimeout(str(target), 1)
        return objects

    @staticmethod
    def _below(objects: Objects, prefix: str, most: int) -> dict[str, SnmpValue]:
        found = sorted((o for o in objects if o.startswith(prefix)), key=numbers)
        return {o[len(prefix) :]: objects[o] for o in found[:most]}


def agent(objects: Objects, contexts: Mapping[str, Objects] | None = None) -> tuple[Agent, Tables]:
    """An agent that answers with these objects, and what stands in for the client."""
    client = Tables(objects, contexts)
    credential = SnmpCredential(name="community", version=SnmpVersion.V2C, community=COMMUNITY)
    return Agent(client, SnmpTarget(address="192.0.2.1", credential=credential)), client


def reading(
    *interfaces: Interface, vlans: Sequence[Vlan] = (), announced: Sequence[AnnouncedPort] = ()
) -> DeviceReading:
    """What was read of the device before its neighbours."""
    endpoint = Endpoint("192.0.2.1")
    inventory = Inventory(
        device=Device(id="", name="here", endpoint=endpoint), interfaces=interfaces, vlans=tuple(vlans)
    )
    return DeviceReading(endpoint=endpoint, at=1000.0, inventory=inventory, announced_ports=tuple(announced))
