from pysnmp.carrier.asyncio.dgram.base import DgramAsyncioProtocol
from pysnmp.entity.engine import SnmpEngine

def add_transport(
    snmpEngine: SnmpEngine, transportDomain: tuple[int, ...], transport: DgramAsyncioProtocol
) -> None: ...
