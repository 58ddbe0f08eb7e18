"""Small servers of our own on loopback ports, as checks meet them."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import struct
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


TURNS_TO_ACCEPT = 5
"""Of the loop, until a client that came last has its talk, though it may be gone already."""


@asynccontextmanager
async def tcp_server(talk: Talk, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server that talks to each client so; yields its port."""
    talks: set[asyncio.Task[object] | None] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.current_task())
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
    for _ in range(TURNS_TO_ACCEPT):
        await asyncio.sleep(0)
    left = [task for task in talks if task is not None and not task.done()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def saying(words: bytes) -> Talk:
    """Says so at once and hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        await writer.drain()
        writer.write_eof() if writer.can_write_eof() else None
        await reader.read()

    return talk


def answering(answer: bytes) -> Talk:
    """Answers a request with its head and body."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    return talk


def page(body: bytes, status: str = "200 OK") -> bytes:
    """An HTTP answer."""
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status.encode(), len(body), body)


async def mute(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Accepts and says nothing."""
    await reader.read()


@asynccontextmanager
async def udp_server(answer: Callable[[bytes], bytes | None]) -> AsyncIterator[int]:
    """A server that answers each datagram so; yields its port."""

    class Server(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = cast("asyncio.DatagramTransport", transport)

        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            if (told := answer(data)) is not None:
                self.transport.sendto(told, addr)

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


def name_server(addresses: list[str], code: int = 0) -> Callable[[bytes], bytes]:
    """Resolves every name to these addresses, with a compressed name and a CNAME in front."""

    def answer(asked: bytes) -> bytes:
        alias = struct.pack("!HHHIH", 0xC00C, 5, 1, 60, 2) + b"\xc0\x0c"
        records = [
            struct.pack("!HHHIH4s", 0xC00C, 1, 1, 60, 4, bytes(map(int, address.split(".")))) for address in addresses
        ]
        head = struct.pack("!2s5H", asked[:2], 0x8180 | code, 1, 1 + len(records), 0, 0)
        return head + asked[12:] + alias + b"".join(records)

    return answer


def time_server(*, ahead_s: float = 0.0, stratum: int = 2, leap: int = 0) -> Callable[[bytes], bytes]:
    """Tells the time of this machine, or another."""

    def answer(asked: bytes) -> bytes:
        now_s = time.time() + ahead_s + 2_208_988_800
        stamp = struct.pack("!II", int(now_s), int(now_s % 1 * 2**32))
        return bytes([leap << 6 | 0x24, stratum, 6, 0xEC]) + bytes(12) + stamp + asked[40:48] + stamp + stamp

    return answer


def certificate(
    folder: Path, *, days: float, name: str = "www.example.net", is_teletex: bool = False
) -> ssl.SSLContext:
    """A server's TLS with a certificate of its own that is good for so many days.

    Its name is a TeletexString that begins with a letter beyond ASCII where `is_teletex`.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=400))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    der = made.public_bytes(serialization.Encoding.DER)
    if is_teletex:
        length = bytes([len(name)])
        der = der.replace(b"\x0c" + length + name.encode(), b"\x14" + length + b"\xe4" + name[1:].encode())
    file.write_bytes(private + ssl.DER_cert_to_PEM_cert(der).encode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
