"""A notification in one form, whatever version it came in."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import msgspec

from nocscape.model.credentials import SnmpVersion
from nocscape.wire.snmp.ber import BerError
from nocscape.wire.snmp.types import VarBind

TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0"
"""SNMPv2-MIB snmpTrapOID.0."""
TRAP_ADDRESS = "1.3.6.1.6.3.18.1.3.0"
"""SNMP-COMMUNITY-MIB snmpTrapAddress.0: who sent it first, where a proxy passed it on."""


class Trap(msgspec.Struct, frozen=True, kw_only=True):
    """A notification; one of SNMPv1 is told as RFC 3584 section 3.1 turns it into the newer form."""

    sender: str
    """Address that the datagram came from."""
    version: SnmpVersion
    oid: str
    """Value of snmpTrapOID.0."""
    origin: str = ""
    """Address that it gives as its own, else empty; anybody can write anything there."""
    varbinds: tuple[VarBind, ...] = ()

    def value(self, column: str) -> VarBind | None:
        """The first varbind of an object, whatever its instance."""
        return next((v for v in self.varbinds if v.oid.startswith(f"{column}.")), None)


def notice_of(sender: str, version: SnmpVersion, varbinds: Sequence[VarBind]) -> Trap:
    """The notification with these varbinds. Raises BerError where they do not say which one it is."""
    named = next((v.value for v in varbinds if v.oid == TRAP_OID), None)
    if not isinstance(named, str):
        raise BerError("no snmpTrapOID")
    origin = next((v.value for v in varbinds if v.oid == TRAP_ADDRESS), None)
    is_told = isinstance(origin, str) and not ipaddress.ip_address(origin).is_unspecified
    return Trap(
        sender=sender, version=version, oid=named, origin=str(origin) if is_told else "", varbinds=tuple(varbinds)
    )
