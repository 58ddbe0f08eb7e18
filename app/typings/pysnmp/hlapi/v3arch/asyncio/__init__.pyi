from typing import Any, Self

from pysnmp.entity.engine import SnmpEngine as SnmpEngine

USM_AUTH_HMAC96_MD5: tuple[int, ...]
USM_AUTH_HMAC96_SHA: tuple[int, ...]
USM_AUTH_HMAC128_SHA224: tuple[int, ...]
USM_AUTH_HMAC192_SHA256: tuple[int, ...]
USM_AUTH_HMAC256_SHA384: tuple[int, ...]
USM_AUTH_HMAC384_SHA512: tuple[int, ...]
USM_PRIV_CBC56_DES: tuple[int, ...]
USM_PRIV_CFB128_AES: tuple[int, ...]
USM_PRIV_CFB192_AES: tuple[int, ...]
USM_PRIV_CFB256_AES: tuple[int, ...]
USM_PRIV_CFB192_AES_BLUMENTHAL: tuple[int, ...]
USM_PRIV_CFB256_AES_BLUMENTHAL: tuple[int, ...]

class UsmUserData:
    userName: str | bytes
    authentication_protocol: tuple[int, ...]
    authentication_key: str | bytes | None
    privacy_protocol: tuple[int, ...]
    privacy_key: str | bytes | None
    def __init__(
        self,
        userName: str | bytes,
        authKey: str | bytes | None = None,
        privKey: str | bytes | None = None,
        authProtocol: tuple[int, ...] | None = None,
        privProtocol: tuple[int, ...] | None = None,
    ) -> None: ...

class ContextData:
    def __init__(self, contextEngineId: Any = None, contextName: bytes = b"") -> None: ...

class UdpTransportTarget:
    transport_address: tuple[Any, ...]
    @classmethod
    async def create(cls, address: tuple[str, int], timeout: float = 1, retries: int = 5) -> Self: ...

class Udp6TransportTarget(UdpTransportTarget): ...

class Null:
    def __init__(self, value: str) -> None: ...

class ObjectIdentity:
    def __init__(self, oid: tuple[int, ...]) -> None: ...

class ObjectType:
    def __init__(self, identity: ObjectIdentity, value: Any) -> None: ...

Answer = tuple[Any, Any, Any, tuple[Any, ...]]

async def get_cmd(
    engine: SnmpEngine,
    auth: UsmUserData,
    target: UdpTransportTarget,
    context: ContextData,
    *varBinds: ObjectType,
    lookupMib: bool = ...,
) -> Answer: ...
async def next_cmd(
    engine: SnmpEngine,
    auth: UsmUserData,
    target: UdpTransportTarget,
    context: ContextData,
    *varBinds: ObjectType,
    lookupMib: bool = ...,
) -> Answer: ...
async def set_cmd(
    engine: SnmpEngine,
    auth: UsmUserData,
    target: UdpTransportTarget,
    context: ContextData,
    *varBinds: ObjectType,
    lookupMib: bool = ...,
) -> Answer: ...
async def bulk_cmd(
    engine: SnmpEngine,
    auth: UsmUserData,
    target: UdpTransportTarget,
    context: ContextData,
    nonRepeaters: int,
    maxRepetitions: int,
    *varBinds: ObjectType,
    lookupMib: bool = ...,
) -> Answer: ...
