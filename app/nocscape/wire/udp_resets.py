"""Keeps a UDP socket hearing on Windows.

There a datagram to a closed port makes the next read on the socket fail (WSAECONNRESET), and asyncio's proactor loop
reads no more after a failed read (CPython issue 91227): one device without an agent would silence all the others.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Protocol

_SIO_UDP_CONNRESET = 0x9800000C
"""Of mswsock.h: whether ICMP "port unreachable" is reported on the socket."""


class HasFileno(Protocol):
    """A socket, or what asyncio shows of one."""

    def fileno(self) -> int:
        """The system's handle."""
        ...


def ignore_resets(sock: HasFileno) -> None:
    """Have nobody told that a port was closed; nothing to do but on Windows. Raises OSError."""
    if sys.platform == "win32":
        winsock = ctypes.WinDLL("ws2_32", use_last_error=True)
        is_wanted, returned = ctypes.c_int(0), ctypes.c_ulong(0)
        failed = winsock.WSAIoctl(
            ctypes.c_size_t(sock.fileno()),
            ctypes.c_ulong(_SIO_UDP_CONNRESET),
            ctypes.byref(is_wanted),
            ctypes.sizeof(is_wanted),
            None,
            0,
            ctypes.byref(returned),
            None,
            None,
        )
        if failed:
            raise ctypes.WinError(ctypes.get_last_error())
