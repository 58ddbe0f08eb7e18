"""What a device is built of (ENTITY-MIB) and what its sensors measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import grouped, significant
from nocscape.console.inspector.branches import Branch
from nocscape.console.parts.words import short_port
from nocscape.model.net import Entity, Interface, Inventory, PortRef, Sensor

ENTITY_ICONS = {
    "chassis": "server",
    "stack": "layers",
    "module": "cpu",
    "powerSupply": "plug",
    "fan": "fan",
    "sensor": "thermometer",
    "port": "ethernet-port",
    "cpu": "cpu",
    "storageDrive": "hard-drive",
}
SENSOR_WORDS: dict[str, str] = {
    "temperature": mark("Temperature"),
    "fanspeed": mark("Fan speed"),
    "voltage": mark("Voltage"),
    "current": mark("Current"),
    "power": mark("Power"),
    "dbm": mark("Optical power"),
    "humidity": mark("Humidity"),
    "state": mark("State"),
}
MOST_DEEP = 16
MOST_SENSORS = 512


def hardware(inventory: Inventory) -> list[Branch]:
    """The parts as they are nested, then the sensors by kind."""
    return [*_parts(inventory), *_sensors(inventory.sensors)]


def _parts(inventory: Inventory) -> list[Branch]:
    known = {entity.index for entity in inventory.entities}
    inside: defaultdict[int | None, list[Entity]] = defaultdict(list)
    for entity in inventory.entities:
        is_nested = entity.parent in known and entity.parent != entity.index
        inside[entity.parent if is_nested else None].append(entity)
    ports = {port.if_index: port for port in inventory.interfaces}
    return [_part(inventory.device.id, entity, inside, ports, 0) for entity in _ordered(inside[None])]


def _ordered(entities: Sequence[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda e: (e.position if e.position is not None else 0, e.index))


def _part(
    device: str,
    entity: Entity,
    inside: dict[int | None, list[Entity]],
    ports: dict[int, Interface],
    depth: int,
) -> Branch:
    """Depth is bounded: a hostile device may nest thousands. Parts that hold each other stand nowhere."""
    parts = _ordered(inside.get(entity.index, ())) if depth < MOST_DEEP else []
    port = ports.get(entity.if_index) if entity.if_index is not None else None
    name = one_line(entity.name or entity.descr or entity.model, 80) or tr("Part {index}", index=entity.index)
    if port is not None:
        name = short_port(name)
    return Branch(
        name,
        " · ".join(one_line(text, 40) for text in (entity.model, entity.serial) if text),
        icon=ENTITY_ICONS.get(entity.kind, "package-plus"),
        target=PortRef(device, port.key) if port is not None else None,
        children=tuple(_part(device, part, inside, ports, depth + 1) for part in parts),
        tip=_part_tip(entity),
    )


def _part_tip(entity: Entity) -> str:
    lines = (
        ("", entity.descr),
        (tr("Model"), entity.model),
        (tr("Serial number"), entity.serial),
        (tr("Hardware"), entity.hardware),
        (tr("Firmware"), entity.firmware),
        (tr("Software"), entity.software),
        (tr("Asset"), entity.asset),
    )
    return "\n".join(": ".join(part for part in (title, one_line(text)) if part) for title, text in lines if text)


def _sensors(sensors: Sequence[Sensor]) -> list[Branch]:
    by_kind: defaultdict[str, list[Sensor]] = defaultdict(list)
    for sensor in sensors[:MOST_SENSORS]:
        by_kind[sensor.kind].append(sensor)
    return [
        Branch(
            tr(SENSOR_WORDS[kind]) if kind in SENSOR_WORDS else one_line(kind, 40),
            grouped(len(of_kind)),
            icon="thermometer" if kind == "temperature" else "gauge",
            children=tuple(Branch(one_line(s.descr, 80) or s.key, sensor_value(s)) for s in of_kind),
        )
        for kind, of_kind in by_kind.items()
    ]


def sensor_value(sensor: Sensor) -> str:
    """The measured value with its unit; a dash where there is none."""
    return f"{significant(sensor.value)} {one_line(sensor.units, 12)}".strip() if sensor.value is not None else "–"
