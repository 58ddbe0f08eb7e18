"""How a device of the inventory, or an address that is in none, is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.rooms import Rooms
from nocscape.model.credentials import SnmpCredential
from nocscape.model.net import Inventory
from nocscape.wire.snmp import SnmpError, SnmpTarget
from nocscape.wire.snmp.types import DEFAULT_PORT

SYS_OBJECT_ID = "1.3.6.1.2.1.1.2.0"


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


async def reach(
    rooms: Rooms, device: str, port: int = DEFAULT_PORT, credentials: Sequence[SnmpCredential] = ()
) -> SnmpTarget:
    """The way to a device by id, name or address. A stranger's address is tried with all credentials in turn.

    Credentials that come along replace the one that is kept for a known device. Raises InputError and SnmpError.
    """
    known = known_device(rooms, device)
    if known is not None and not credentials:
        return await target_of(rooms, known)
    if known is not None:
        endpoint = known.device.endpoint
        return await _first_that_answers(rooms, endpoint.address, endpoint.port, credentials)
    return await _first_that_answers(rooms, device, port, await rooms.ring.to_try(credentials))


def known_device(rooms: Rooms, typed: str) -> Inventory | None:
    """The device of that id, address or name; of several with one name none is meant."""
    known = rooms.state.devices.get(typed) or rooms.state.by_address(typed)
    if known is not None:
        return known
    named = [i for i in rooms.state.devices.values() if i.device.name.lower() == typed.lower()]
    return named[0] if len(named) == 1 else None


async def _first_that_answers(rooms: Rooms, address: str, port: int, tried: Iterable[SnmpCredential]) -> SnmpTarget:
    fault: SnmpError | None = None
    for credential in tried:
        target = SnmpTarget(address=address, port=port, credential=credential)
        try:
            await rooms.snmp.get(target, [SYS_OBJECT_ID])
        except SnmpError as error:
            fault = error
        else:
            return target
    if fault is not None:
        raise fault
    raise InputError(tr("No credential to try on {address}", address=address), hint=tr("name one with --community C"))
