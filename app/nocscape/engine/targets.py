"""How a device of the inventory is asked."""

from __future__ import annotations

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.rooms import Rooms
from nocscape.model.net import Inventory
from nocscape.wire.snmp import SnmpTarget


async def target_of(rooms: Rooms, inventory: Inventory) -> SnmpTarget:
    """Its address with the credential that worked. Raises InputError where it has no agent or the secret is lost."""
    device = inventory.device
    credential = await rooms.ring.get(device.credential)
    if device.snmp is None or credential is None:
        raise InputError(
            tr("{name} has not answered SNMP", name=device.shown_name()),
            hint=tr("add its credential and discover it again"),
        )
    return SnmpTarget(address=device.endpoint.address, port=device.endpoint.port, credential=credential)
