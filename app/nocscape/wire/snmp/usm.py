"""The user-based security model (RFC 3414, RFC 3826, RFC 7860) in pysnmp's words."""

from __future__ import annotations

import msgspec
from pysnmp.hlapi.v3arch.asyncio import (
    USM_AUTH_HMAC96_MD5,
    USM_AUTH_HMAC96_SHA,
    USM_AUTH_HMAC128_SHA224,
    USM_AUTH_HMAC192_SHA256,
    USM_AUTH_HMAC256_SHA384,
    USM_AUTH_HMAC384_SHA512,
    USM_PRIV_CBC56_DES,
    USM_PRIV_CFB128_AES,
    USM_PRIV_CFB192_AES,
    USM_PRIV_CFB192_AES_BLUMENTHAL,
    USM_PRIV_CFB256_AES,
    USM_PRIV_CFB256_AES_BLUMENTHAL,
    UsmUserData,
)

from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential
from nocscape.wire.snmp.errors import AuthFault

UsmIdentity = tuple[str, AuthProtocol, str, PrivProtocol, str]
"""What makes two v3 credentials the same to an agent: user, both algorithms, both pass phrases."""

_AUTH = {
    AuthProtocol.MD5: USM_AUTH_HMAC96_MD5,
    AuthProtocol.SHA1: USM_AUTH_HMAC96_SHA,
    AuthProtocol.SHA224: USM_AUTH_HMAC128_SHA224,
    AuthProtocol.SHA256: USM_AUTH_HMAC192_SHA256,
    AuthProtocol.SHA384: USM_AUTH_HMAC256_SHA384,
    AuthProtocol.SHA512: USM_AUTH_HMAC384_SHA512,
}

_PRIV = {
    PrivProtocol.DES: USM_PRIV_CBC56_DES,
    PrivProtocol.AES128: USM_PRIV_CFB128_AES,
    PrivProtocol.AES192: USM_PRIV_CFB192_AES_BLUMENTHAL,
    PrivProtocol.AES256: USM_PRIV_CFB256_AES_BLUMENTHAL,
    PrivProtocol.AES192_CISCO: USM_PRIV_CFB192_AES,
    PrivProtocol.AES256_CISCO: USM_PRIV_CFB256_AES,
}

_FAULTS = {
    "UnknownUserName": AuthFault.UNKNOWN_USER,
    "UnknownSecurityName": AuthFault.UNKNOWN_USER,
    "WrongDigest": AuthFault.WRONG_KEY,
    "AuthenticationFailure": AuthFault.WRONG_KEY,
    "AuthenticationError": AuthFault.WRONG_KEY,
    "DecryptionError": AuthFault.WRONG_PRIV_KEY,
    "NotInTimeWindow": AuthFault.TIME_WINDOW,
    "UnsupportedSecurityLevel": AuthFault.UNSUPPORTED_LEVEL,
    "NoSuchContext": AuthFault.UNKNOWN_CONTEXT,
}


def identity(credential: SnmpCredential) -> UsmIdentity:
    """What tells `credential` from others at an agent; its name and context do not."""
    return credential.user, credential.auth, credential.auth_key, credential.priv, credential.priv_key


def usm_user(credential: SnmpCredential) -> UsmUserData:
    """`credential` as pysnmp takes it; a privacy protocol without authentication is left out (RFC 3414 section 1.4)."""
    user = credential.user.encode()
    if credential.auth is AuthProtocol.NONE:
        return UsmUserData(user)  # noqa: S509 - some agents permit nothing better
    auth_key = credential.auth_key.encode()
    if credential.priv is PrivProtocol.NONE:
        return UsmUserData(user, auth_key, authProtocol=_AUTH[credential.auth])
    return UsmUserData(
        user,
        auth_key,
        credential.priv_key.encode(),
        authProtocol=_AUTH[credential.auth],
        privProtocol=_PRIV[credential.priv],
    )


def auth_fault(indication: object) -> AuthFault | None:
    """What pysnmp's error indication says of the credentials; None where it is about something else."""
    return _FAULTS.get(type(indication).__name__)


def easier_ways(credential: SnmpCredential) -> list[tuple[AuthFault, SnmpCredential]]:
    """Credentials that ask less of an agent which stays silent, each with what it proves if that one is answered.

    Agents need not report a context that they do not know or a PDU that they cannot decrypt, and net-snmp does not.
    """
    ways: list[tuple[AuthFault, SnmpCredential]] = []
    if credential.context:
        credential = msgspec.structs.replace(credential, context="")
        ways.append((AuthFault.UNKNOWN_CONTEXT, credential))
    if credential.priv is not PrivProtocol.NONE:
        credential = msgspec.structs.replace(credential, priv=PrivProtocol.NONE, priv_key="")
        ways.append((AuthFault.WRONG_PRIV_KEY, credential))
    return ways
