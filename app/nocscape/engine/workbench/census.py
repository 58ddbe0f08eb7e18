"""How all devices let themselves be asked, and which ways in are weak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from nocscape.engine.rooms import Rooms
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.model.mibs import Census, CensusEntry, Weakness
from nocscape.model.net import Device

WELL_KNOWN = frozenset({"public", "private", "community", "snmp", "default", "admin", "cisco", "manager", "monitor"})
"""Communities that factories set and scanners try first."""

_UNAVOIDABLE = frozenset({Weakness.COMMUNITY_IN_CLEAR})
NO_SNMP = "none"


async def take_census(rooms: Rooms) -> Census:
    """All devices of the inventory that were polled, the weakest first."""
    devices = [i.device for i in rooms.state.devices.values() if not i.device.is_ghost]
    return counted([entry_of(device, await rooms.ring.get(device.credential)) for device in devices])


def entry_of(device: Device, credential: SnmpCredential | None) -> CensusEntry:
    """One device's line; its secrets are judged and left out."""
    if device.snmp is None or credential is None:
        version = SnmpVersion(device.snmp) if device.snmp else None
        return CensusEntry(
            device=device.id,
            name=device.shown_name(),
            address=device.endpoint.address,
            version=version,
            credential=device.credential or "",
            weaknesses=(Weakness.V1,) if version is SnmpVersion.V1 else (),
        )
    return CensusEntry(
        device=device.id,
        name=device.shown_name(),
        address=device.endpoint.address,
        version=credential.version,
        credential=credential.name,
        user=credential.user,
        auth=credential.auth,
        priv=credential.priv,
        weaknesses=weaknesses(credential),
    )


def weaknesses(credential: SnmpCredential) -> tuple[Weakness, ...]:
    """What is weak about a way in; RFC 3414 calls MD5 and DES acceptable, time has not."""
    found: list[Weakness] = []
    if credential.version is not SnmpVersion.V3:
        if credential.version is SnmpVersion.V1:
            found.append(Weakness.V1)
        if credential.community.lower() in WELL_KNOWN:
            found.append(Weakness.WELL_KNOWN_COMMUNITY)
        return (*found, Weakness.COMMUNITY_IN_CLEAR)
    if credential.auth is AuthProtocol.NONE:
        return (Weakness.NO_AUTH,)
    if credential.auth is AuthProtocol.MD5:
        found.append(Weakness.MD5)
    if credential.priv is PrivProtocol.NONE:
        found.append(Weakness.NO_PRIV)
    if credential.priv is PrivProtocol.DES:
        found.append(Weakness.DES)
    return tuple(found)


def counted(entries: Iterable[CensusEntry]) -> Census:
    """The census of these devices."""
    ordered = sorted(entries, key=lambda e: (-len(_avoidable(e)), e.name, e.address))
    return Census(
        entries=tuple(ordered),
        versions=_numbers(str(e.version or NO_SNMP) for e in ordered),
        algorithms=_numbers(algorithms(e) for e in ordered if e.version is SnmpVersion.V3),
        credentials=_numbers(e.credential for e in ordered if e.credential),
        weaknesses=_numbers(str(w) for e in ordered for w in e.weaknesses),
        weak=sum(bool(_avoidable(e)) for e in ordered),
    )


def algorithms(entry: CensusEntry) -> str:
    """`SHA-256 AES-128`, `MD5`, `none`."""
    named = [str(a) for a in (entry.auth, entry.priv) if a != "none"]
    return " ".join(named) or "none"


def _avoidable(entry: CensusEntry) -> set[Weakness]:
    return set(entry.weaknesses) - _UNAVOIDABLE


def _numbers(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words).most_common())
