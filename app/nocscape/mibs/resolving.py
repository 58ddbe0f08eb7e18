"""From a SYNTAX as written, through textual conventions, down to what the wire carries."""

from __future__ import annotations

from nocscape.mibs.declared import Declaration, TypeSpec
from nocscape.mibs.lexer import word_set
from nocscape.mibs.linker import Linker, Scope
from nocscape.mibs.objects import MibType

_BASES = {
    "INTEGER": "INTEGER", "Integer32": "INTEGER", "OCTET STRING": "OCTET STRING", "BIT STRING": "BITS", "BITS": "BITS",
    "OBJECT IDENTIFIER": "OBJECT IDENTIFIER", "IpAddress": "IpAddress", "NetworkAddress": "IpAddress",
    "Counter": "Counter32", "Counter32": "Counter32", "Gauge": "Gauge32", "Gauge32": "Gauge32",
    "Unsigned32": "Gauge32", "UInteger32": "Gauge32", "TimeTicks": "TimeTicks", "Opaque": "Opaque",
    "Counter64": "Counter64", "Integer64": "Opaque", "Unsigned64": "Opaque", "NsapAddress": "OCTET STRING",
    "NULL": "NULL",
}  # fmt: skip
_HINTS = {"DisplayString": "255a", "PhysAddress": "1x:", "MacAddress": "1x:"}
"""For RFC 1213, which has these types without their hints (RFC 2579 gave them)."""
_MEANINGS = word_set(
    """DateAndTime TruthValue MacAddress PhysAddress DisplayString InetAddress InetAddressType InetAddressIPv4
    InetAddressIPv6 TimeStamp TimeInterval Ipv6Address SnmpAdminString SnmpEngineID BridgeId LldpChassisId LldpPortId
    LldpChassisIdSubtype LldpPortIdSubtype OwnerString AutonomousType VariablePointer RowPointer CounterBasedGauge64
    Float32TC Float64TC Float128TC Utf8String TAddress TDomain TransportAddress TransportAddressType PortList"""
)
"""Conventions that say how to read a value beyond what a DISPLAY-HINT can."""
_DEEPEST = 12


def resolve_type(linker: Linker, scope: Scope, written: TypeSpec, units: str) -> MibType:
    """The type of an object as its module means it; a type that nobody defines keeps its name and has no base."""
    if written.name == "SEQUENCE OF":
        return MibType(syntax=f"SEQUENCE OF {written.of}", name="SEQUENCE OF")
    spec, home = written, scope
    enums, ranges, hint, convention = written.enums, written.ranges, "", ""
    for _ in range(_DEEPEST):
        if not convention and spec.name in _MEANINGS:
            convention = spec.name
        if (base := _BASES.get(spec.name)) is not None:
            break
        declared, home = _declared(linker, home, spec.name)
        if declared is None or declared.syntax is None:
            base = ""
            break
        hint = hint or declared.hint or _HINTS.get(spec.name, "")
        spec = declared.syntax
        enums, ranges = enums or spec.enums, ranges or spec.ranges
    else:
        base = ""
    return MibType(_shown(written), written.name, base, convention, hint, units, enums, ranges)


def _declared(linker: Linker, scope: Scope, name: str) -> tuple[Declaration | None, Scope]:
    found = linker.type(scope, name)
    if found is None:
        return None, scope
    home = linker.scopes[found.module]
    return home.skeleton.types[found.at], home


def _shown(spec: TypeSpec) -> str:
    if not spec.ranges:
        return spec.name
    text = " | ".join(str(low) if low == high else f"{low}..{high}" for low, high in spec.ranges)
    return f"{spec.name} (SIZE ({text}))" if spec.is_size else f"{spec.name} ({text})"
