"""The words that the SNMP room speaks: targets, declared columns, typed values."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.model.credentials import SnmpCredential, SnmpVersion

DEFAULT_PORT = 161


class Syntax(StrEnum):
    """What a value is on the wire (RFC 2578, RFC 3416), exceptions included; the value is the name in SMIv2."""

    INTEGER = "INTEGER"
    OCTETS = "OCTET STRING"
    OID = "OBJECT IDENTIFIER"
    IP_ADDRESS = "IpAddress"
    COUNTER32 = "Counter32"
    GAUGE32 = "Gauge32"
    TIME_TICKS = "TimeTicks"
    OPAQUE = "Opaque"
    COUNTER64 = "Counter64"
    NULL = "NULL"
    NO_SUCH_OBJECT = "noSuchObject"
    NO_SUCH_INSTANCE = "noSuchInstance"
    END_OF_MIB = "endOfMibView"

    @property
    def is_exception(self) -> bool:
        """Whether it stands for the absence of a value (RFC 3416 section 3)."""
        return self in _EXCEPTIONS


_EXCEPTIONS = frozenset({Syntax.NO_SUCH_OBJECT, Syntax.NO_SUCH_INSTANCE, Syntax.END_OF_MIB})

SnmpValue = int | float | bytes | str | None
"""Integers of all kinds are `int`, OCTET STRING is `bytes`, OID and IpAddress are dotted `str`; Opaque is `float` where
it holds one (as net-snmp wraps it) and else `bytes`; exceptions and NULL are `None`."""


class VarBind(msgspec.Struct, frozen=True, array_like=True):
    """One object instance: dotted OID without a leading dot, its type on the wire, its value."""

    oid: str
    syntax: Syntax
    value: SnmpValue = None


class Column(msgspec.Struct, frozen=True, array_like=True, cache_hash=True):
    """A declared object: the OID of a table's column without an index, or of a scalar with its `.0`."""

    oid: str
    syntax: Syntax


ColumnTable = dict[str, dict[str, SnmpValue]]
"""Column OID to index suffix (`3`, `0.1.2`) to value; each column that was asked for is there, empty or not."""


class SnmpTarget(msgspec.Struct, frozen=True, kw_only=True):
    """An agent and the way in. `timeout_s` is for one attempt; `retries` follow the first attempt."""

    address: str
    credential: SnmpCredential
    port: int = DEFAULT_PORT
    timeout_s: float = 1.5
    retries: int = 1

    def __str__(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return host if self.port == DEFAULT_PORT else f"{host}:{self.port}"


class EngineInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What an SNMPv3 agent says of itself to anybody (RFC 3414 section 4)."""

    engine_id: bytes
    boots: int
    time_s: int


class AgentFault(msgspec.Struct, frozen=True, kw_only=True):
    """A deviation of an agent from its RFC that was met and survived: what, where it was last seen, how often."""

    kind: str
    oid: str
    count: int


def in_vlan(credential: SnmpCredential, vlan: int) -> SnmpCredential:
    """`credential` for one VLAN's instance of BRIDGE-MIB: community indexing (`public@20`), or a v3 context."""
    if credential.version is SnmpVersion.V3:
        return msgspec.structs.replace(credential, context=f"vlan-{vlan}")
    return msgspec.structs.replace(credential, community=f"{credential.community}@{vlan}")
