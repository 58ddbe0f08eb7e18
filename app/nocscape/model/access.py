"""How a web server is let talk to us: secrets that it asks for, and the certificates by which each knows the other."""

from __future__ import annotations

import base64
from enum import StrEnum

import msgspec

from nocscape.base.i18n import Text, msg


class WebScheme(StrEnum):
    """How a secret is shown to a web server."""

    BASIC = "basic"
    """RFC 7617."""
    BEARER = "bearer"
    """RFC 6750."""
    HEADER = "header"
    """A header of the server's own, as `X-Api-Key`."""


class Header(msgspec.Struct, frozen=True):
    """A line of an HTTP request that is a secret."""

    name: str
    value: str

    def __repr__(self) -> str:
        return f"Header({self.name!r})"

    __str__ = __repr__


class WebCredential(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="web"):
    """One secret for web servers. `name` is what checks and exporters keep; the rest stays with the secrets."""

    name: str
    scheme: WebScheme
    user: str = ""
    """Basic: the user; header: the header's name."""
    secret: str

    def __repr__(self) -> str:
        return f"WebCredential({self.name!r}, {self.scheme})"

    __str__ = __repr__

    def header(self) -> Header:
        """What is sent."""
        match self.scheme:
            case WebScheme.BASIC:
                pair = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
                return Header("Authorization", f"Basic {pair}")
            case WebScheme.BEARER:
                return Header("Authorization", f"Bearer {self.secret}")
            case WebScheme.HEADER:
                return Header(self.user, self.secret)


class WebCredentialInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What may be shown of a secret for web servers."""

    name: str
    scheme: WebScheme
    user: str = ""


def web_info(credential: WebCredential) -> WebCredentialInfo:
    """The part of `credential` that is no secret."""
    return WebCredentialInfo(name=credential.name, scheme=credential.scheme, user=credential.user)


class Access(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a check or an exporter needs to be let in. Files are PEM, on the engine's machine, by absolute paths."""

    credential: str = ""
    """Name of a `WebCredential`; nothing is sent where it is empty."""
    ca_file: str = ""
    """Who vouches for the server, in place of those whom this machine trusts; the certificate is checked then."""
    certificate_file: str = ""
    """By which the server knows us."""
    key_file: str = ""
    """Its private key, where that is not in the same file; without a passphrase."""
    is_exposed: bool = False
    """The secret is sent even where somebody in between could read it."""

    def checks_server(self, *, is_verified: bool) -> bool:
        """Whether the server's certificate must be trusted."""
        return is_verified or bool(self.ca_file)


def weak_point(access: Access, *, is_tls: bool, is_verified: bool) -> Text | None:
    """What somebody between here and the server could do, in words for the operator; None where nothing."""
    if is_tls and access.checks_server(is_verified=is_verified):
        return None
    if access.credential and is_tls:
        return msg("the certificate is NOT checked: whoever poses as the server reads the secret")
    if access.credential:
        return msg("NOT encrypted: whoever listens reads the secret")
    return msg("the certificate is not checked") if is_tls else None
