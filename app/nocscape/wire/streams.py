"""TCP and TLS connections that are let go of at once, whatever happens."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import NamedTuple

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


@lru_cache(maxsize=2)
def tls_context(*, is_verified: bool) -> ssl.SSLContext:
    """TLS as a client. Unverified, it takes old protocols and ciphers too: gear that is watched lives long."""
    context = ssl.create_default_context()
    if not is_verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context
