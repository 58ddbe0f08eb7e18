"""BGP peers: BGP4-MIB (RFC 4273), which knows IPv4 alone, and the MIBs in which vendors keep all of them."""

from __future__ import annotations

from typing import NamedTuple

from nocscape.discovery import indexes, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.neighbours.ospf import word
from nocscape.discovery.objects import GAUGE, INTEGER, column
from nocscape.topology.observations import Adjacency, DeviceReading
from nocscape.wire.snmp import Column, SnmpValue, Syntax

SOURCE = "bgp"
MOST_PEERS = 10_000
_LOCAL_AS = Column("1.3.6.1.2.1.15.2.0", GAUGE)
_STATES = ("", "idle", "connect", "active", "opensent", "openconfirm", "established")
_STOP_START, _HALTED_RUNNING = ("", "stop", "start"), ("", "halted", "running")
_SHUTDOWN = ("", "stop", "start")
"""TruthValue of tBgpPeerNgShutdown: true(1) stops it."""
_IP = Syntax.IP_ADDRESS


class Dialect(NamedTuple):
    """Where one MIB keeps its peers; columns that it does not have are None.

    `skipped` sub-identifiers (instance, address family ...) stand before the peer's address in the index.
    """

    remote_as: Column
    state: Column
    admin: Column
    admin_words: tuple[str, ...] = _STOP_START
    skipped: int = 0
    local_address: Column | None = None
    local_as: Column | None = None
    peer_address: Column | None = None
    """Where the index cannot be trusted to tell it."""
    router_id: Column | None = None
    established_s: Column | None = None
    in_updates: Column | None = None
    out_updates: Column | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All that there are, the one that tells whether there is such a table first."""
        return tuple(c for c in self if isinstance(c, Column))


def _draft(root: str) -> Dialect:
    """draft-ietf-idr-bgp4-mibv2, which several vendors keep below roots of their own."""
    peer = f"{root}.2.1"
    return Dialect(
        remote_as=column(peer, 10, GAUGE),
        state=column(peer, 13, INTEGER),
        admin=column(peer, 12, INTEGER),
        admin_words=_HALTED_RUNNING,
        skipped=1,
        local_address=column(peer, 3),
        local_as=column(peer, 7, GAUGE),
        established_s=column(f"{root}.4.1", 1, GAUGE),
        in_updates=column(f"{root}.7.1", 1, Syntax.COUNTER32),
        out_updates=column(f"{root}.7.1", 2, Syntax.COUNTER32),
    )


_CISCO, _JUNIPER, _NOKIA = "1.3.6.1.4.1.9.9.187.1.2.5.1", "1.3.6.1.4.1.2636.5.1.1.2", "1.3.6.1.4.1.6527.3.1.2.14.4.7.1"
_HUAWEI, _CUMULUS = "1.3.6.1.4.1.2011.5.25.177.1.1.2.1", "1.3.6.1.4.1.40310.4.3.1.1"
_STANDARD = "1.3.6.1.2.1.15.3.1"
DIALECTS = (
    Dialect(  # CISCO-BGP4-MIB cbgpPeer2Table
        remote_as=column(_CISCO, 11, GAUGE),
        state=column(_CISCO, 3, INTEGER),
        admin=column(_CISCO, 4, INTEGER),
        local_address=column(_CISCO, 6),
        local_as=column(_CISCO, 8, GAUGE),
        router_id=column(_CISCO, 12, _IP),
        established_s=column(_CISCO, 19, GAUGE),
        in_updates=column(_CISCO, 13, Syntax.COUNTER32),
        out_updates=column(_CISCO, 14, Syntax.COUNTER32),
    ),
    Dialect(  # BGP4-V2-MIB-JUNIPER jnxBgpM2PeerTable: addresses in the index lack their lengths
        remote_as=column(f"{_JUNIPER}.1.1.1", 13, GAUGE),
        state=column(f"{_JUNIPER}.1.1.1", 2, INTEGER),
        admin=column(f"{_JUNIPER}.1.1.1", 3, INTEGER),
        admin_words=_HALTED_RUNNING,
        skipped=1,
        local_address=column(f"{_JUNIPER}.1.1.1", 7),
        local_as=column(f"{_JUNIPER}.1.1.1", 9, GAUGE),
        peer_address=column(f"{_JUNIPER}.1.1.1", 11),
        established_s=column(f"{_JUNIPER}.4.1.1", 1, GAUGE),
        in_updates=column(f"{_JUNIPER}.6.1.1", 1, Syntax.COUNTER32),
        out_updates=column(f"{_JUNIPER}.6.1.1", 2, Syntax.COUNTER32),
    ),
    Dialect(  # TIMETRA-BGP-MIB tBgpPeerNgTable
        remote_as=column(_NOKIA, 66, GAUGE),
        state=column(_NOKIA, 59, INTEGER),
        admin=column(_NOKIA, 6, INTEGER),
        admin_words=_SHUTDOWN,
        skipped=1,
        local_address=column(_NOKIA, 13),
        local_as=column(_NOKIA, 65, GAUGE),
    ),
    Dialect(  # HUAWEI-BGP-VPN-MIB hwBgpPeerTable: a row for each address family
        remote_as=column(_HUAWEI, 2, GAUGE),
        state=column(_HUAWEI, 5, INTEGER),
        admin=column(_HUAWEI, 11, INTEGER),
        skipped=3,
        established_s=column(_HUAWEI, 7, GAUGE),
    ),
    _draft("1.3.6.1.4.1.30065.4.1.1"),  # ARISTA-BGP4V2-MIB
    _draft("1.3.6.1.4.1.674.11000.5000.200.1.1"),  # DELLEMC-OS10-BGP4V2-MIB
    _draft("1.3.6.1.3.5.1.1"),  # BGP4V2-MIB of Foundry and Brocade, below experimental
    Dialect(  # CUMULUS-BGPUN-MIB bgpPeerTable: unnumbered peers as well, local addresses as text
        remote_as=column(_CUMULUS, 9, GAUGE),
        state=column(_CUMULUS, 2, INTEGER),
        admin=column(_CUMULUS, 3, INTEGER),
        local_address=column(_CUMULUS, 5),
        established_s=column(_CUMULUS, 16, GAUGE),
        in_updates=column(_CUMULUS, 10, Syntax.COUNTER32),
        out_updates=column(_CUMULUS, 11, Syntax.COUNTER32),
    ),
    Dialect(  # BGP4-MIB bgpPeerTable
        remote_as=column(_STANDARD, 9, GAUGE),
        state=column(_STANDARD, 2, INTEGER),
        admin=column(_STANDARD, 3, INTEGER),
        local_address=column(_STANDARD, 5, _IP),
        router_id=column(_STANDARD, 1, _IP),
        established_s=column(_STANDARD, 16, GAUGE),
        in_updates=column(_STANDARD, 10, Syntax.COUNTER32),
        out_updates=column(_STANDARD, 11, Syntax.COUNTER32),
    ),
)
ROOTS = tuple(dialect.remote_as.oid.rpartition(".")[0] for dialect in DIALECTS)


async def read(agent: Agent, reading: DeviceReading) -> list[Adjacency] | None:
    """The peers of all MIBs, each once, by instance and address; None where there are none."""
    local_as: int | None = None
    found: dict[str, Adjacency] = {}
    for dialect in DIALECTS:
        table = await agent.table(dialect.columns, most_rows=MOST_PEERS)
        if len(table) and local_as is None:
            local_as = values.integer((await agent.scalars((_LOCAL_AS,))).get(_LOCAL_AS.oid))
        for index, row in table.rows():
            cells = dict(zip(dialect.columns, row, strict=True))
            peer = _peer(reading, dialect, values.numbers(index), cells, local_as)
            if peer is not None:
                found.setdefault(peer.address, peer)
    return list(found.values()) or None


def _peer(
    reading: DeviceReading,
    dialect: Dialect,
    index: list[int],
    cells: dict[Column, SnmpValue],
    bgp_local_as: int | None,
) -> Adjacency | None:
    def of(place: Column | None) -> SnmpValue:
        return cells.get(place) if place is not None else None

    address = _address(of(dialect.peer_address)) or _indexed(index, dialect)
    if indexes.is_unset(address):
        return None
    raw = {
        "admin": word(dialect.admin_words, of(dialect.admin)),
        "established_s": values.text(of(dialect.established_s)),
        "in_updates": values.text(of(dialect.in_updates)),
        "out_updates": values.text(of(dialect.out_updates)),
    }
    return Adjacency(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        peer=values.text(of(dialect.router_id)),
        address=address,
        local_address=_address(of(dialect.local_address)),
        state=word(_STATES, of(dialect.state)),
        remote_as=values.integer(of(dialect.remote_as)),
        local_as=values.integer(of(dialect.local_as)) or bgp_local_as,
        raw={name: value for name, value in raw.items() if value},
    )


def _indexed(index: list[int], dialect: Dialect) -> str:
    """The peer's address in the index: four octets in BGP4-MIB, else with its family."""
    return indexes.ipv4(index) if len(index) == 4 else indexes.inet(index[dialect.skipped :])


def _address(value: SnmpValue) -> str:
    """An IpAddress or InetAddress."""
    return values.address_in(value) if isinstance(value, bytes) else values.text(value)
