"""A bounded pool of pysnmp's SNMPv3 engines.

pysnmp keeps, for every address and every remote engine that it ever spoke to, rows in tables whose look-up maps are
built anew after each insertion, and it knows a user by name alone. So one engine serves one set of keys and at most
`ADDRESSES_PER_ENGINE` addresses, and the engine that was used longest ago is closed when there are too many.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pysnmp.entity.engine import SnmpEngine

from nocscape.wire.snmp.usm import UsmIdentity

ADDRESSES_PER_ENGINE = 256
MAX_ENGINES = 24

AddressKey = tuple[str, int, float]
"""Host, port and timeout in seconds: what pysnmp files an address under."""


class _Lodging:
    """One engine with the addresses it has met."""

    def __init__(self, owner: UsmIdentity, engine: SnmpEngine) -> None:
        self.owner = owner
        self.engine = engine
        self.addresses: set[AddressKey] = set()
        self.busy = 0


class EnginePool:
    """Lends the engine that knows an address, or one with room for it."""

    def __init__(self, make: Callable[[], SnmpEngine], close: Callable[[SnmpEngine], None]) -> None:
        self._make = make
        self._close = close
        self._by_address: dict[tuple[UsmIdentity, AddressKey], _Lodging] = {}
        self._lodgings: OrderedDict[int, _Lodging] = OrderedDict()

    def __len__(self) -> int:
        return len(self._lodgings)

    @contextmanager
    def lend(self, owner: UsmIdentity, address: AddressKey) -> Iterator[SnmpEngine]:
        """An engine for one request; it is not closed while lent."""
        lodging = self._by_address.get((owner, address)) or self._lodge(owner, address)
        self._lodgings.move_to_end(id(lodging))
        lodging.busy += 1
        try:
            yield lodging.engine
        finally:
            lodging.busy -= 1

    def forget(self, host: str, port: int) -> None:
        """Lend other engines for this agent from now on: pysnmp believes for minutes in an engine ID that changed."""
        for key in [key for key in self._by_address if key[1][:2] == (host, port)]:
            del self._by_address[key]

    def close(self) -> None:
        """Close all engines, lent or not."""
        for lodging in self._lodgings.values():
            self._close(lodging.engine)
        self._lodgings.clear()
        self._by_address.clear()

    def _lodge(self, owner: UsmIdentity, address: AddressKey) -> _Lodging:
        for lodging in self._lodgings.values():
            is_new_here = address not in lodging.addresses
            if lodging.owner == owner and is_new_here and len(lodging.addresses) < ADDRESSES_PER_ENGINE:
                break
        else:
            self._make_room()
            lodging = _Lodging(owner, self._make())
            self._lodgings[id(lodging)] = lodging
        lodging.addresses.add(address)
        self._by_address[owner, address] = lodging
        return lodging

    def _make_room(self) -> None:
        """Close the idle engine that was used longest ago; with all of them busy the pool grows for a while."""
        if len(self._lodgings) < MAX_ENGINES:
            return
        for key, lodging in self._lodgings.items():
            if not lodging.busy:
                del self._lodgings[key]
                for address in lodging.addresses:
                    if self._by_address.get((lodging.owner, address)) is lodging:
                        del self._by_address[lodging.owner, address]
                self._close(lodging.engine)
                return
