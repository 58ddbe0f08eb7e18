"""Listens for notifications: opens a port, lets in who is known, at a bounded pace, and answers informs."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, NamedTuple, cast

from nocscape.base.counters import Counters
from nocscape.base.errors import BusyError, InputError
from nocscape.base.i18n import tr
from nocscape.model.credentials import SnmpCredential
from nocscape.wire.snmp import ber
from nocscape.wire.snmp.ber import SEQUENCE, BerError
from nocscape.wire.snmp.traps.community import read_community
from nocscape.wire.snmp.traps.notice import Trap
from nocscape.wire.snmp.traps.pace import Pace
from nocscape.wire.snmp.traps.secured import SecuredNotices, header_of
from nocscape.wire.udp_resets import ignore_resets

DEFAULT_TRAP_PORT = 162
MOST_WAITING = 1024
"""Datagrams that wait to be read."""
RECEIVE_BUFFER_OCTETS = 1024 * 1024
PER_SENDER_S, BURST = 10.0, 50
"""Notifications of one sender that are read each second in the long run, and at once."""
KEYS_PER_SENDER_S, KEYS_BURST = 0.1, 3
"""New SNMPv3 engines of one sender for which keys are derived."""

Address = tuple[Any, ...]


class _Arrived(NamedTuple):
    message: bytes
    address: Address
    socket: asyncio.DatagramTransport


class TrapListener:
    """Hands every notification of known senders to `hear`; what is dropped counts under `trap.dropped.*`.

    `knows` tells whether anybody cares for an address; `credential` gives the SNMPv3 user of that name at an address.
    """

    def __init__(
        self,
        counters: Counters,
        knows: Callable[[str], bool],
        credential: Callable[[str, str], Awaitable[SnmpCredential | None]],
        hear: Callable[[Trap], None],
    ) -> None:
        self._counters = counters
        self._knows = knows
        self._credential = credential
        self._hear = hear
        self._sockets: list[asyncio.DatagramTransport] = []
        self._waiting: asyncio.Queue[_Arrived] = asyncio.Queue(MOST_WAITING)
        self._pace = Pace(PER_SENDER_S, BURST)
        self._key_pace = Pace(KEYS_PER_SENDER_S, KEYS_BURST)
        self._secured: SecuredNotices | None = None

    async def open(self, port: int) -> int:
        """Listen on a UDP port of all addresses (0: any free one); returns which.

        Raises BusyError where another program has it, InputError where this user may not have it.
        """
        loop = asyncio.get_running_loop()
        for family in (socket.AF_INET, socket.AF_INET6):
            try:
                bound = _bound(family, port)
            except OSError as error:
                if family == socket.AF_INET6 and error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
                    continue
                await self.close()
                raise _refused(port, error) from error
            port = bound.getsockname()[1]
            transport, _ = await loop.create_datagram_endpoint(lambda: _Door(self._arrive), sock=bound)
            self._sockets.append(transport)
        return port

    async def run(self) -> None:
        """Read what arrives, for ever."""
        while True:
            arrived = await self._waiting.get()
            try:
                await self._read(arrived)
            except Exception:  # noqa: BLE001 - pysnmp and pyasn1 raise whatever hostile octets make them raise
                self._drop("malformed")

    async def close(self) -> None:
        """Give the port back."""
        for transport in self._sockets:
            transport.close()
        self._sockets.clear()
        if self._secured is not None:
            self._secured.close()
            self._secured = None
        for _ in range(2):
            await asyncio.sleep(0)

    def _arrive(self, datagram: bytes, address: Address, transport: asyncio.DatagramTransport) -> None:
        """Decide before anything is parsed: a flood must cost little."""
        now = asyncio.get_running_loop().time()
        sender = str(address[0]).partition("%")[0]
        if not self._knows(sender):
            self._drop("stranger")
        elif not self._pace.allows(sender, now):
            self._drop("too_many")
        else:
            with suppress(BerError, asyncio.QueueFull):
                self._waiting.put_nowait(_Arrived(ber.message_in(datagram), (sender, *address[1:]), transport))
                return
            self._drop("queue_full" if self._waiting.full() else "malformed")

    async def _read(self, arrived: _Arrived) -> None:
        message, address = arrived.message, arrived.address
        if ber.integer_at(message, ber.children(message, 0, SEQUENCE, 1)[0]) == ber.V3:
            trap = await self._read_secured(arrived)
        else:
            trap, acknowledgement = read_community(message, address[0])
            if acknowledgement is not None:
                arrived.socket.sendto(acknowledgement, address)
        if trap is not None:
            self._counters.add("trap.heard")
            self._hear(trap)

    async def _read_secured(self, arrived: _Arrived) -> Trap | None:
        sender = arrived.address[0]
        engine_id, user, is_reportable = header_of(arrived.message)
        secured = self._secured = self._secured or SecuredNotices(self._send)
        if engine_id and secured.is_new(engine_id, user) and not self._may_derive(sender):
            self._drop("too_many_engines")
            return None
        credential = await self._credential(sender, user) if user else None
        trap = secured.read(arrived.message, arrived.address, credential)
        if trap is None and not is_reportable:
            self._drop("unknown_user" if credential is None else "not_authentic")
        return trap

    def _may_derive(self, sender: str) -> bool:
        return self._key_pace.allows(sender, asyncio.get_running_loop().time())

    def _send(self, message: bytes, address: Address) -> None:
        wanted = socket.AF_INET6 if ":" in str(address[0]) else socket.AF_INET
        for transport in self._sockets:
            if transport.get_extra_info("socket").family == wanted:
                transport.sendto(message, address)

    def _drop(self, reason: str) -> None:
        self._counters.add(f"trap.dropped.{reason}")


class _Door(asyncio.DatagramProtocol):
    """One socket's end in asyncio."""

    def __init__(self, arrive: Callable[[bytes, Address, asyncio.DatagramTransport], None]) -> None:
        self._arrive = arrive
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is taken over."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """Hand it on."""
        if self._transport is not None:
            self._arrive(data, addr, self._transport)


def _bound(family: socket.AddressFamily, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_DGRAM)
    try:
        bound.setblocking(False)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_OCTETS)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        ignore_resets(bound)
        bound.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", port))  # noqa: S104 - devices are on any side
    except OSError:
        bound.close()
        raise
    return bound


def _refused(port: int, error: OSError) -> BusyError | InputError:
    if isinstance(error, PermissionError):
        return InputError(
            tr("UDP port {port} is not permitted to this user", port=port),
            hint=tr("choose a port over 1023 and send traps there, or allow low ports"),
        )
    return BusyError(
        tr("UDP port {port} cannot be listened on: {fault}", port=port, fault=error.strerror or str(error)),
        hint=tr("end the program that listens there, or choose another port"),
    )
