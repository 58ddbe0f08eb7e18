"""What a simulated device answers with: object instances in SNMP's order, constant or computed when asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from nocscape.wire.snmp.ber import OCTETS, integer, tlv
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.protocol import OidKey

Compute = Callable[[float], bytes]


class Objects:
    """Instances by OID. Values are encoded once where they are constant."""

    def __init__(self) -> None:
        self._constant: dict[OidKey, bytes] = {}
        self._computed: dict[OidKey, Compute] = {}
        self._order: list[OidKey] | None = None

    def __len__(self) -> int:
        return len(self._constant) + len(self._computed)

    def text(self, oid: str, value: str | bytes) -> None:
        """An OCTET STRING."""
        self._put(oid, tlv(OCTETS, value.encode() if isinstance(value, str) else value))

    def number(self, oid: str, value: int) -> None:
        """An INTEGER."""
        self._put(oid, integer(value))

    def unsigned(self, oid: str, tag: int, value: int) -> None:
        """A constant Counter, Gauge or TimeTicks."""
        self._put(oid, protocol.unsigned(tag, value))

    def oid(self, oid: str, value: str) -> None:
        """An OBJECT IDENTIFIER."""
        self._put(oid, protocol.encode_oid(protocol.key(value)))

    def address(self, oid: str, value: str) -> None:
        """An IpAddress."""
        self._put(oid, tlv(protocol.IP_ADDRESS, bytes(map(int, value.split(".")))))

    def live_number(self, oid: str, at: Callable[[float], int]) -> None:
        """An INTEGER that depends on the time."""
        self._computed[protocol.key(oid)] = lambda now: integer(at(now))
        self._order = None

    def live(self, oid: str, tag: int, at: Callable[[float], int]) -> None:
        """A Counter, Gauge or TimeTicks that depends on the time."""
        self._computed[protocol.key(oid)] = lambda now: protocol.unsigned(tag, at(now))
        self._order = None

    def get(self, oid: OidKey, now: float) -> bytes | None:
        """The encoded value of an instance; None where there is none."""
        if (value := self._constant.get(oid)) is not None:
            return value
        compute = self._computed.get(oid)
        return compute(now) if compute else None

    def after(self, oid: OidKey) -> OidKey | None:
        """The next instance in order."""
        if self._order is None:
            self._order = sorted(self._constant.keys() | self._computed.keys())
        place = bisect_right(self._order, oid)
        return self._order[place] if place < len(self._order) else None

    def _put(self, oid: str, value: bytes) -> None:
        self._constant[protocol.key(oid)] = value
        self._order = None
