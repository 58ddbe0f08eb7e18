"""What a simulated device answers with: object instances in SNMP's order, constant or computed when asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

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
        self.put(oid, tlv(OCTETS, value.encode() if isinstance(value, str) else value))

    def number(self, oid: str, value: int) -> None:
        """An INTEGER."""
        self.put(oid, integer(value))

    def unsigned(self, oid: str, tag: int, value: int) -> None:
        """A constant Counter, Gauge or TimeTicks."""
        self.put(oid, protocol.unsigned(tag, value))

    def oid(self, oid: str, value: str) -> None:
        """An OBJECT IDENTIFIER."""
        self.put(oid, protocol.encode_oid(protocol.key(value)))

    def address(self, oid: str, value: str) -> None:
        """An IpAddress."""
        self.put(oid, tlv(protocol.IP_ADDRESS, bytes(map(int, value.split(".")))))

    def live_number(self, oid: str, at: Callable[[float], int]) -> None:
        """An INTEGER that depends on the time."""
        self._computed[protocol.key(oid)] = lambda now: integer(at(now))
        self._order = None

    def live(self, oid: str, tag: int, at: Callable[[float], int]) -> None:
        """A Counter, Gauge or TimeTicks that depends on the time."""
        self._computed[protocol.key(oid)] = lambda now: protocol.unsigned(tag, at(now))
        self._order = None

    def put(self, oid: str, value: bytes) -> None:
        """An instance whose value is encoded already."""
        self._constant[protocol.key(oid)] = value
        self._order = None

    def get(self, oid: OidKey, now: float) -> bytes | None:
        """The encoded value of an instance; None where there is none."""
        if (value := self._constant.get(oid)) is not None:
            return value
        compute = self._computed.get(oid)
        return compute(now) if compute else None

    def following(self, oid: OidKey, now: float) -> Iterator[tuple[OidKey, bytes]]:
        """All instances after `oid` with their values, in order."""
        if self._order is None:
            self._order = sorted(self._constant.keys() | self._computed.keys())
        for place in range(bisect_right(self._order, oid), len(self._order)):
            instance = self._order[place]
            value = self.get(instance, now)
            if value is not None:
                yield instance, value

    def after(self, oid: OidKey) -> OidKey | None:
        """The next instance in order."""
        return next((instance for instance, _ in self.following(oid, 0.0)), None)
