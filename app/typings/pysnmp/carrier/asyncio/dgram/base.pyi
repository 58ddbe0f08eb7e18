import asyncio
import socket
from collections.abc import Callable
from typing import Any

class DgramAsyncioProtocol(asyncio.DatagramProtocol):
    SOCK_FAMILY: int
    ADDRESS_TYPE: type[tuple[Any, ...]]
    transport: asyncio.DatagramTransport | None
    _callback_function: Callable[[DgramAsyncioProtocol, tuple[Any, ...], bytes], None]
    def __init__(self) -> None: ...
    def open_server_mode(self, iface: tuple[str, int] | None = None, sock: socket.socket | None = None) -> Any: ...
    def close_transport(self) -> None: ...
    def send_message(self, outgoingMessage: bytes, transportAddress: tuple[Any, ...]) -> None: ...
