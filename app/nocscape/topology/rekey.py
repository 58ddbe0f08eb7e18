"""An interface stays the same one when its device counts its interfaces anew, renames them, or gets more of them.

History, links and decisions hold the interface's key. So a device that is read again gets the keys that it had, by what
its interfaces are called and made of: name, alias, MAC address and ifIndex, in this order of trust.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from nocscape.model.net import Interface
from nocscape.topology.observations import DeviceReading

Sign = Callable[[Interface], str]
Pairs = dict[int, int]
"""Place among the new interfaces to place among those before."""

_SIGNS: tuple[Sign, ...] = (lambda i: i.name, lambda i: i.alias, lambda i: i.mac)
UNREAD = "interfaces"


def known_again(reading: DeviceReading, before: DeviceReading) -> DeviceReading:
    """`reading` with the keys of `before`, which is of the same agent; with its interfaces where none could be read."""
    had, has = before.inventory.interfaces, reading.inventory.interfaces
    if UNREAD in reading.unread and not has:
        has = had
    elif had and has:
        has = rekeyed(has, had)
    if has is reading.inventory.interfaces:
        return reading
    return replace(reading, inventory=replace(reading.inventory, interfaces=has))


def rekeyed(now: tuple[Interface, ...], before: Sequence[Interface]) -> tuple[Interface, ...]:
    """`now`, each that was there before with the key that it had, and the others with keys that none of them had."""
    pairs = _pairs(now, before)
    keys = {place: before[old].key for place, old in pairs.items()}
    taken = {i.key for i in before}
    for place, interface in enumerate(now):
        if place not in keys:
            keys[place] = _free(interface.key, taken)
            taken.add(keys[place])
    if all(keys[place] == i.key for place, i in enumerate(now)):
        return now
    return tuple(replace(i, key=keys[place]) for place, i in enumerate(now))


def _pairs(now: Sequence[Interface], before: Sequence[Interface]) -> Pairs:
    pairs: Pairs = {}
    for sign in _SIGNS:
        _match(_unique(now, sign), _unique(before, sign), pairs)
    if all(now[new].if_index == before[old].if_index for new, old in pairs.items()):
        old = _unique(before, _number)
        _match(
            {n: p for n, p in _unique(now, _number).items() if n in old and _may_be(now[p], before[old[n]])}, old, pairs
        )
    return pairs


def _number(interface: Interface) -> str:
    return str(interface.if_index)


def _match(new: dict[str, int], old: dict[str, int], pairs: Pairs) -> None:
    known = set(pairs.values())
    for value, place in new.items():
        former = old.get(value)
        if former is not None and place not in pairs and former not in known:
            pairs[place] = former


def _unique(interfaces: Iterable[Interface], sign: Sign) -> dict[str, int]:
    """Places of the interfaces by a sign that no other interface has."""
    signs = [sign(i) for i in interfaces]
    counts = Counter(signs)
    return {text: place for place, text in enumerate(signs) if text and counts[text] == 1}


def _may_be(one: Interface, other: Interface) -> bool:
    """Whether nothing says that two interfaces with one ifIndex are different ones."""
    pairs = ((one.alias, other.alias), (one.mac, other.mac))
    return one.type == other.type and not any(a and b and a != b for a, b in pairs)


def _free(key: str, taken: set[str]) -> str:
    return next(k for k in _choices(key) if k not in taken)


def _choices(key: str) -> Iterator[str]:
    yield key
    number = 2
    while True:
        yield f"{key}~{number}"
        number += 1
