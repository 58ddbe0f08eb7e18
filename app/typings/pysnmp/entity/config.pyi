from typing import Any

from pysnmp.carrier.asyncio.dgram.base import DgramAsyncioProtocol
from pysnmp.entity.engine import SnmpEngine
from pysnmp.proto.rfc1902 import OctetString

def add_transport(
    snmpEngine: SnmpEngine, transportDomain: tuple[int, ...], transport: DgramAsyncioProtocol
) -> None: ...
def add_v3_user(
    snmpEngine: SnmpEngine,
    userName: str | bytes,
    authProtocol: tuple[int, ...] = ...,
    authKey: Any = None,
    privProtocol: tuple[int, ...] = ...,
    privKey: Any = None,
    securityEngineId: OctetString | None = None,
) -> None: ...
def delete_v3_user(
    snmpEngine: SnmpEngine, userName: str | bytes, securityEngineId: OctetString | None = None
) -> None: ...
