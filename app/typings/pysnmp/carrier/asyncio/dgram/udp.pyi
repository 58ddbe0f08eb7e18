from pysnmp.carrier.asyncio.dgram.base import DgramAsyncioProtocol

DOMAIN_NAME: tuple[int, ...]

class UdpAsyncioTransport(DgramAsyncioProtocol): ...
