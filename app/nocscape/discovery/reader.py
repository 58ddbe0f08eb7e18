"""Reads one device in full: what it is, what it is made of, whom it hears."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from msgspec.structs import replace

from nocscape.base.clock import Clock
from nocscape.discovery import objects, standards, values, vlans
from nocscape.discovery.agent import Agent, Client
from nocscape.discovery.entity import Chassis, chassis_of, read_entities
from nocscape.discovery.interfaces import read_addresses, read_interfaces
from nocscape.discovery.knowledge import Identity, Knowledge
from nocscape.discovery.neighbours import roots, sources
from nocscape.discovery.neighbours.lldp import read_own_ports
from nocscape.discovery.parts import read_parts
from nocscape.discovery.resources import Resources, read_resources
from nocscape.discovery.standards import Standard
from nocscape.discovery.vendor import Insides, VendorReading, columns_of, read_vendor
from nocscape.model.net import Device, Endpoint, Interface, Inventory, Kind
from nocscape.profiles import Readings
from nocscape.topology.announced import kind_of
from nocscape.topology.observations import DeviceReading
from nocscape.topology.resolve import chassis_sign
from nocscape.topology.signs import own_addresses
from nocscape.wire.snmp import SnmpTarget, SnmpValue

Scalars = dict[str, SnmpValue]
_FORWARDS = 1
_PLAIN_KINDS = frozenset({Kind.UNKNOWN, Kind.SERVER})
_ROOTS = frozenset({*vlans.ROOTS, *standards.ROOTS, "1.3.6.1.2.1.47", "1.3.6.1.2.1.99"})
"""Of what plain hosts lack beside the neighbour sources: VLANs, MIBs of one kind of gear, ENTITY and ENTITY-SENSOR."""
_MOST_MACS = 512
"""Signs kept of one device; a chassis with thousands of subinterfaces repeats itself."""


async def read_device(
    client: Client,
    target: SnmpTarget,
    endpoint: Endpoint,
    knowledge: Knowledge,
    clock: Clock,
    *,
    system: Scalars | None = None,
) -> DeviceReading:
    """Everything that the agent at `target` tells. Raises SnmpError if it does not even give its system group.

    `system` is that group where it was read already. Other parts may fail alone; `unread` names them then.
    """
    agent = Agent(client, target)
    system = await agent.scalars(objects.SYSTEM) if system is None else system
    agent.answers |= system
    await agent.or_else("signs", agent.scalars(objects.SIGNS), {})
    known, readings = await _recognise(agent, knowledge)
    reading = await _read_parts(agent, endpoint, known, readings, clock.now())
    return await _read_neighbours(agent, reading)


async def _recognise(agent: Agent, knowledge: Knowledge) -> tuple[Identity, Readings]:
    """What the system group says it is, or what hides behind a plain host; the agent is explored on the way."""
    product = values.oid(agent.answers.get(objects.SYS_OBJECT_ID.oid))
    descr = values.long_text(agent.answers.get(objects.SYS_DESCR.oid)) or None
    known = knowledge.identify(product, descr)
    readings = knowledge.readings(known.profile, product)
    hidden = knowledge.hidden_below if known.vendor is None else frozenset()
    await agent.explore(roots() | _ROOTS | columns_of(readings) | hidden)
    revealed = knowledge.reveal(agent.has, descr) if hidden else None
    if revealed is None:
        return known, readings
    readings = knowledge.readings(revealed.profile, product)
    await agent.explore(columns_of(readings))
    return revealed, readings


async def _read_parts(
    agent: Agent, endpoint: Endpoint, known: Identity, readings: Readings, now: float
) -> DeviceReading:
    scalars = agent.answers
    addresses = await agent.or_else("addresses", read_addresses(agent), {})
    interfaces, resources, entities, own_ports, known_vlans, standard = await asyncio.gather(
        agent.or_else("interfaces", read_interfaces(agent, addresses), ()),
        agent.or_else("resources", read_resources(agent), Resources()),
        agent.or_else("entities", read_entities(agent), ()),
        agent.or_else("lldp", read_own_ports(agent), ()),
        agent.or_else("vlans", vlans.read_vlans(agent), ()),
        agent.or_else("standards", standards.read_standards(agent), Standard()),
    )
    entities = entities or await agent.or_else("parts", read_parts(agent, readings.parts), ())
    insides = Insides(interfaces, resources, entities)
    vendor = await read_vendor(agent, readings, insides)
    chassis = chassis_of(entities)
    device = replace(
        _described(_device(scalars, endpoint, known, now), vendor, chassis, standard, is_listed=known.is_listed),
        credential=agent.target.credential.name,
        snmp=str(agent.target.credential.version),
        addresses=own_addresses((a.partition("/")[0] for i in interfaces for a in i.addresses), endpoint),
        identity=_identity(scalars, (*chassis.serials, vendor.serial, standard.serial or ""), interfaces),
    )
    inventory = Inventory(
        device=device,
        interfaces=vendor.interfaces,
        processors=vendor.processors or resources.processors,
        memory=vendor.memory or resources.memory,
        storage=resources.storage,
        vlans=known_vlans,
        entities=entities,
        sensors=vendor.sensors,
    )
    return DeviceReading(endpoint=endpoint, at=now, inventory=inventory, announced_ports=own_ports)


def _device(scalars: Scalars, endpoint: Endpoint, known: Identity, now: float) -> Device:
    uptime = values.integer(scalars.get(objects.SYS_UPTIME.oid))
    return Device(
        id="",
        name=values.text(scalars.get(objects.SYS_NAME.oid)),
        endpoint=endpoint,
        kind=known.kind if known.kind is not Kind.UNKNOWN else _kind(scalars),
        vendor=known.vendor,
        model=known.model,
        os=known.os,
        os_version=known.os_version,
        serial=known.serial,
        sys_object_id=values.oid(scalars.get(objects.SYS_OBJECT_ID.oid)),
        sys_descr=values.long_text(scalars.get(objects.SYS_DESCR.oid)) or None,
        sys_location=values.text(scalars.get(objects.SYS_LOCATION.oid)) or None,
        sys_contact=values.text(scalars.get(objects.SYS_CONTACT.oid)) or None,
        sys_uptime_s=uptime / 100 if uptime is not None else None,
        profile=known.profile,
        first_seen=now,
        last_seen=now,
    )


def _described(
    device: Device, vendor: VendorReading, chassis: Chassis, standard: Standard, *, is_listed: bool
) -> Device:
    """What the vendor's own objects say comes first, then the MIB of its kind, the system group, and the chassis.

    A plain host's description, and a list of products, tell less of the box than its chassis does.
    """
    is_plain = device.vendor is None
    entity_model = chassis.model if vendor.is_entity_first or is_plain or is_listed else None
    software = standard.software if is_plain else standard.version
    is_of_kind = is_plain and standard.kind is not Kind.UNKNOWN and device.kind in _PLAIN_KINDS
    return replace(
        device,
        kind=standard.kind if is_of_kind else device.kind,
        vendor=device.vendor or chassis.maker or standard.maker,
        model=_revised(vendor.model or entity_model or standard.name or device.model or chassis.model, vendor.revision)
        or standard.model,
        os_version=vendor.version or software or device.os_version or chassis.software or standard.software,
        serial=vendor.serial or chassis.serial or standard.serial or device.serial,
    )


def _revised(model: str | None, revision: str) -> str | None:
    return f"{model} Rev. {revision}" if model and revision else model


def _kind(scalars: Scalars) -> Kind:
    """What it enables in LLDP; else a bridge if it has a bridge address, a router if it forwards and says so."""
    announced = kind_of(values.lldp_capabilities(scalars.get(objects.LLDP_CAPABILITIES.oid)))
    if announced is not Kind.UNKNOWN:
        return announced
    services = values.integer(scalars.get(objects.SYS_SERVICES.oid)) or 0
    is_router = scalars.get(objects.IP_FORWARDING.oid) == _FORWARDS and bool(services & 0x04)
    is_bridge = bool(values.mac(scalars.get(objects.BRIDGE_ADDRESS.oid))) and bool(services & 0x02)
    if is_bridge:
        return Kind.L3_SWITCH if is_router else Kind.SWITCH
    return Kind.ROUTER if is_router else Kind.UNKNOWN


def _identity(scalars: Scalars, serials: Iterable[str], interfaces: Iterable[Interface]) -> dict[str, tuple[str, ...]]:
    announced = values.chassis_id(
        scalars.get(objects.LLDP_CHASSIS_SUBTYPE.oid), scalars.get(objects.LLDP_CHASSIS_ID.oid)
    )
    macs = dict.fromkeys([values.mac(scalars.get(objects.BRIDGE_ADDRESS.oid)), *(i.mac for i in interfaces)])
    signs = {
        "chassis_id": (chassis_sign(announced),),
        "serial": tuple(dict.fromkeys(s for s in serials if s)),
        "mac": tuple(m for m in macs if m)[:_MOST_MACS],
        "engine_id": (values.hexed(scalars.get(objects.ENGINE_ID.oid)),),
        "sys_name": (values.text(scalars.get(objects.SYS_NAME.oid)),),
    }
    return {sign: found for sign, found in signs.items() if any(found)}


async def _read_neighbours(agent: Agent, reading: DeviceReading) -> DeviceReading:
    """Ask every source; what a device speaks becomes its `protocols`."""
    heard = await asyncio.gather(*(agent.or_else(s.SOURCE, s.read(agent, reading), ()) for s in sources()))
    spoken = [
        s.SOURCE for s, said in zip(sources(), heard, strict=True) if said is not None and s.SOURCE not in agent.unread
    ]
    device = replace(reading.inventory.device, protocols=tuple(spoken))
    return replace(
        reading,
        inventory=replace(reading.inventory, device=device),
        observations=tuple(o for said in heard for o in said or ()),
        unread=tuple(dict.fromkeys(agent.unread)),
        is_cut_short=agent.is_cut_short,
    )


def pinged_device(endpoint: Endpoint, now: float) -> DeviceReading:
    """What is known of an address that answers ping alone."""
    device = Device(id="", name="", endpoint=endpoint, addresses=(endpoint.address,), first_seen=now, last_seen=now)
    return DeviceReading(endpoint=endpoint, at=now, inventory=Inventory(device=device))
