"""How to be let in: SNMP credentials. Secrets travel only inside this type and are never logged."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class SnmpVersion(StrEnum):
    """RFC 1157, RFC 1901, RFC 3414."""

    V1 = "v1"
    V2C = "v2c"
    V3 = "v3"


class AuthProtocol(StrEnum):
    """USM authentication (RFC 3414, RFC 7860)."""

    NONE = "none"
    MD5 = "MD5"
    SHA1 = "SHA-1"
    SHA224 = "SHA-224"
    SHA256 = "SHA-256"
    SHA384 = "SHA-384"
    SHA512 = "SHA-512"


class PrivProtocol(StrEnum):
    """USM privacy (RFC 3414, RFC 3826); AES-192/256 in the Blumenthal and the Cisco (Reeder) key extension."""

    NONE = "none"
    DES = "DES"
    AES128 = "AES-128"
    AES192 = "AES-192"
    AES256 = "AES-256"
    AES192_CISCO = "AES-192-C"
    AES256_CISCO = "AES-256-C"


class SnmpCredential(msgspec.Struct, frozen=True, kw_only=True):
    """One way to talk SNMP. `name` is what the inventory keeps; the rest stays with the secrets."""

    name: str
    version: SnmpVersion
    community: str = ""
    user: str = ""
    auth: AuthProtocol = AuthProtocol.NONE
    auth_key: str = ""
    priv: PrivProtocol = PrivProtocol.NONE
    priv_key: str = ""
    context: str = ""

    def __repr__(self) -> str:
        return f"SnmpCredential({self.name!r}, {self.version})"

    __str__ = __repr__


class CredentialInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What may be shown of a credential."""

    name: str
    version: SnmpVersion
    user: str = ""
    auth: AuthProtocol = AuthProtocol.NONE
    priv: PrivProtocol = PrivProtocol.NONE


def info(credential: SnmpCredential) -> CredentialInfo:
    """The part of `credential` that is no secret."""
    return CredentialInfo(
        name=credential.name,
        version=credential.version,
        user=credential.user,
        auth=credential.auth,
        priv=credential.priv,
    )
