from typing import Any, Self

from pysnmp.carrier.asyncio.dispatch import AsyncioDispatcher

class SnmpDispatcher:
    def __init__(self, transportDispatcher: AsyncioDispatcher | None = None) -> None: ...

class CommunityData:
    def __init__(self, communityName: str | bytes, mpModel: int = 1) -> None: ...

class UdpTransportTarget:
    transport_address: tuple[Any, ...]
    @classmethod
    async def create(cls, address: tuple[str, int], timeout: float = 1, retries: int = 5) -> Self: ...

class Udp6TransportTarget(UdpTransportTarget): ...

Answer = tuple[Any, Any, Any, tuple[Any, ...]]

async def get_cmd(
    dispatcher: SnmpDispatcher, auth: CommunityData, target: UdpTransportTarget, *varBinds: Any, lookupMib: bool = ...
) -> Answer: ...
async def next_cmd(
    dispatcher: SnmpDispatcher, auth: CommunityData, target: UdpTransportTarget, *varBinds: Any, lookupMib: bool = ...
) -> Answer: ...
async def set_cmd(
    dispatcher: SnmpDispatcher, auth: CommunityData, target: UdpTransportTarget, *varBinds: Any, lookupMib: bool = ...
) -> Answer: ...
async def bulk_cmd(
    dispatcher: SnmpDispatcher,
    auth: CommunityData,
    target: UdpTransportTarget,
    nonRepeaters: int,
    maxRepetitions: int,
    *varBinds: Any,
    lookupMib: bool = ...,
) -> Answer: ...
