"""From what an operator types to the device or port that is meant."""

from __future__ import annotations

from collections.abc import Mapping

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.model.net import DeviceId, Inventory, PortRef
from nocscape.topology.ports import Ports, fold_port
from nocscape.topology.signs import fold_name, is_same_name


def find_port(inventories: Mapping[DeviceId, Inventory], typed: str) -> PortRef:
    """A device by id, name or address, or `DEVICE:PORT`. Raises InputError that says what was not found."""
    device = _device(inventories, typed)
    if device is not None:
        return PortRef(device)
    head, _, tail = typed.rpartition(":")
    device = _device(inventories, head) if head else None
    if device is None:
        raise InputError(
            tr("No device is called {name}", name=typed), hint=tr("name it by its id, its name or an address")
        )
    return PortRef(device, _port(inventories[device], tail))


def _device(inventories: Mapping[DeviceId, Inventory], typed: str) -> DeviceId | None:
    if typed in inventories:
        return typed
    devices = [i.device for i in inventories.values()]
    name = fold_name(typed)
    found = [d.id for d in devices if d.endpoint.address == typed or typed in d.addresses]
    found = found or [d.id for d in devices if fold_name(d.name) == name]
    found = found or [d.id for d in devices if d.name and is_same_name(fold_name(d.name), name)]
    if len(found) > 1:
        raise InputError(
            tr("{count} devices are called {name}", count=len(found), name=typed),
            hint=tr("name it by its id: {ids}", ids=", ".join(sorted(found)[:5])),
        )
    return found[0] if found else None


def _port(inventory: Inventory, typed: str) -> str:
    if typed in {i.key for i in inventory.interfaces}:
        return typed
    found = Ports(inventory.interfaces).remote(None, typed).key
    if found is None and typed.isdigit():
        found = next((i.key for i in inventory.interfaces if i.if_index == int(typed)), None)
    if found is None:
        near = [i.name for i in inventory.interfaces if fold_port(typed)[:2] in fold_port(i.name)]
        raise InputError(
            tr("{device} has no port {port}", device=inventory.device.shown_name(), port=typed),
            hint=tr("it has {ports}", ports=", ".join(near[:8] or [i.name for i in inventory.interfaces[:8]])),
        )
    return found
