"""What MIBs of a kind of gear say of the box that answers, whoever made it: printers, power supplies, cable modems."""

from __future__ import annotations

import msgspec

from nocscape.discovery import ups, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.entity import Chassis
from nocscape.model.net import Kind
from nocscape.wire.snmp import Column, SnmpValue, Syntax


class Standard(Chassis, frozen=True, kw_only=True):
    """A box as the MIB of its kind describes it."""

    kind: Kind = Kind.UNKNOWN

    @property
    def name(self) -> str | None:
        """A power supply's model, which is one; a printer's description goes on with versions and numbers."""
        return self.model if self.kind is Kind.UPS else None

    @property
    def version(self) -> str | None:
        """The software, where it is a bare version."""
        return self.software if self.software and " " not in self.software else None


class _Family(msgspec.Struct, frozen=True, kw_only=True):
    """Scalars of one MIB; the first that holds text counts."""

    kind: Kind
    root: str
    model: tuple[str, ...] = ()
    serial: tuple[str, ...] = ()
    maker: tuple[str, ...] = ()
    software: tuple[str, ...] = ()

    @property
    def oids(self) -> tuple[str, ...]:
        return (*self.model, *self.serial, *self.maker, *self.software)


_PRINTER = _Family(
    kind=Kind.PRINTER,
    root="1.3.6.1.2.1.43.5",
    model=("1.3.6.1.2.1.25.3.2.1.3.1",),  # hrDeviceDescr of the first device
    serial=("1.3.6.1.2.1.43.5.1.1.17.1",),  # prtGeneralSerialNumber
)
_UPS = _Family(
    kind=Kind.UPS,
    root=ups.ROOT,
    model=(f"{ups.ROOT}.1.1.2.0",),  # upsIdentModel
    maker=(f"{ups.ROOT}.1.1.1.0",),  # upsIdentManufacturer
    software=(f"{ups.ROOT}.1.1.4.0", f"{ups.ROOT}.1.1.3.0"),  # upsIdentAgentSoftwareVersion, upsIdentUPSSoftwareVersion
)
_CABLE = _Family(
    kind=Kind.MODEM,
    root="1.3.6.1.2.1.69.1",
    serial=("1.3.6.1.2.1.69.1.1.4.0",),  # docsDevSerialNumber
    software=("1.3.6.1.2.1.69.1.3.5.0",),  # docsDevSwCurrentVers
)
_FAMILIES = (_PRINTER, _UPS, _CABLE)
ROOTS = frozenset(family.root for family in _FAMILIES)


async def read_standards(agent: Agent) -> Standard:
    """Of Printer-MIB (RFC 3805), UPS-MIB (RFC 1628) and DOCS-CABLE-DEVICE-MIB (RFC 4639), where there is one."""
    for family in _FAMILIES:
        if not agent.lacks(family.root):
            told = await agent.scalars([Column(oid, Syntax.OCTETS) for oid in family.oids])
            if told:
                return _standard(family, told)
    return Standard()


def _standard(family: _Family, told: dict[str, SnmpValue]) -> Standard:
    def first(oids: tuple[str, ...]) -> str | None:
        return next((said for oid in oids if (said := values.text(told.get(oid))).strip(" 0")), None)

    return Standard(
        kind=family.kind,
        model=first(family.model),
        serial=first(family.serial),
        maker=first(family.maker),
        software=first(family.software),
    )
