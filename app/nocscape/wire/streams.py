"""TCP and TLS connections that are let go of at once, whatever happens."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nocscape.model.access import Access

MOST_BUFFERED = 64 * 1024


class Streams(NamedTuple):
    """Both directions of a connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


@asynccontextmanager
async def connection(
    address: str, port: int, *, context: ssl.SSLContext | None = None, host: str = ""
) -> AsyncIterator[Streams]:
    """A connection; with TLS where a `context` is given, to the server that is called `host`. Raises OSError."""
    name = (host or address) if context is not None else None
    reader, writer = await asyncio.open_connection(
        address, port, limit=MOST_BUFFERED, ssl=context, server_hostname=name
    )
    try:
        yield Streams(reader, writer)
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


class Trust(NamedTuple):
    """By what a server is known to us, and we to it; files are PEM."""

    is_verified: bool = False
    """The certificate must be trusted by this machine, or by `ca_file`, and name the host."""
    ca_file: str = ""
    certificate_file: str = ""
    key_file: str = ""

    @classmethod
    def of(cls, access: Access, *, is_verified: bool) -> Trust:
        """As the operator said."""
        verified = access.checks_server(is_verified=is_verified)
        return cls(verified, access.ca_file, access.certificate_file, access.key_file)


class TlsFileError(OSError):
    """A file of certificates or keys that cannot be used."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def tls_context(trust: Trust) -> ssl.SSLContext:
    """TLS as a client. Unverified, it takes old protocols and ciphers too: gear that is watched lives long.

    Raises TlsFileError. A file that was replaced counts from the next call on.
    """
    return _tls_context(trust, tuple(_changed_at(path) for path in trust[1:]))


@lru_cache(maxsize=32)
def _tls_context(trust: Trust, _: tuple[float, ...]) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=trust.ca_file or None)
    except (OSError, ValueError) as error:
        raise TlsFileError(trust.ca_file, "no certificates of authorities in PEM") from error
    if trust.certificate_file:
        _identify(context, trust)
    if not trust.is_verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def _identify(context: ssl.SSLContext, trust: Trust) -> None:
    """A key with a passphrase is refused: nobody is there to type it."""
    try:
        context.load_cert_chain(trust.certificate_file, trust.key_file or None, password=lambda: "")
    except (OSError, ValueError) as error:
        reason = "no certificate with its unencrypted private key in PEM"
        raise TlsFileError(trust.key_file or trust.certificate_file, reason) from error


def _changed_at(path: str) -> float:
    if not path:
        return 0.0
    try:
        return Path(path).stat().st_mtime
    except OSError as error:
        raise TlsFileError(path, error.strerror or "cannot be read") from error
