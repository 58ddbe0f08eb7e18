"""How commands and batches lie on a stream: four octets of length, big-endian, then msgpack.

The first frame of both sides is a `Hello`; nothing else is read before it fits.
"""

from __future__ import annotations

import struct
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

PROTOCOL = 1
MAX_COMMAND = 16 * 1024 * 1024
MAX_BATCH = 256 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class Hello(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who speaks which version; `token` is asked for where the system cannot say whose socket it is."""

    protocol: int = PROTOCOL
    token: str = ""


class FramingError(ConnectionError):
    """The other side does not speak this protocol."""


def frame(value: object) -> bytes:
    """One value ready for the stream."""
    body = msgspec.msgpack.encode(value)
    return _LENGTH.pack(len(body)) + body


class Deframer(Generic[T]):
    """Cuts a stream into values of one type; raises FramingError on what is too large or is not of that type."""

    def __init__(self, kind: type[T], limit: int) -> None:
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._limit = limit
        self._buffer = bytearray()

    def feed(self, data: bytes, most: int | None = None) -> list[T]:
        """The values that `data` completes, at most `most`; frames behind those stay in `rest`."""
        self._buffer += data
        values: list[T] = []
        while len(self._buffer) >= _LENGTH.size and (most is None or len(values) < most):
            (length,) = _LENGTH.unpack_from(self._buffer)
            if length > self._limit:
                raise FramingError(f"a frame of {length} octets, over the limit of {self._limit}")
            end = _LENGTH.size + length
            if len(self._buffer) < end:
                break
            values.append(self._decode(bytes(self._buffer[_LENGTH.size : end])))
            del self._buffer[:end]
        return values

    def rest(self) -> bytes:
        """What was fed and not taken as a value, for whoever reads on."""
        return bytes(self._buffer)

    def _decode(self, body: bytes) -> T:
        try:
            return self._decoder.decode(body)
        except msgspec.MsgspecError as error:
            raise FramingError(f"a frame that is no {self._decoder.type}") from error
