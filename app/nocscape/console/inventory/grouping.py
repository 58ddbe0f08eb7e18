"""Ways to cut the inventory into a tree: where a device stands, as a path of titles."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from nocscape.base.i18n import mark, tr
from nocscape.console.inventory.words import kind_word
from nocscape.model.net import Inventory

Path = tuple[str, ...]

GROUPINGS: dict[str, str] = {
    "site": mark("By site"),
    "subnet": mark("By subnet"),
    "vendor": mark("By vendor"),
    "kind": mark("By kind"),
}
MOST_LEVELS = 6
_DIGITS = re.compile(r"\d+")


def path_of(inventory: Inventory, grouping: str) -> Path:
    """Titles of the branches that lead to a device, outermost first; never empty."""
    return _WAYS.get(grouping, _by_site)(inventory)


def _by_site(inventory: Inventory) -> Path:
    """The operator's word for its place, else what the device itself says (SNMPv2-MIB sysLocation)."""
    place = inventory.device.site or inventory.device.sys_location or ""
    parts = tuple(part.strip() for part in place.split("/", MOST_LEVELS - 1) if part.strip())
    return parts or (tr("No site"),)


def _by_subnet(inventory: Inventory) -> Path:
    address = inventory.device.endpoint.address
    for interface in inventory.interfaces:
        for known in interface.addresses:
            bare, _, length = known.partition("/")
            if bare == address and length.isdigit():
                return (_network(address, int(length)),)
    return (_network(address, 64 if ":" in address else 24),)


def _network(address: str, length: int) -> str:
    """By arithmetic on the number: five times as fast as making a network object."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return tr("No address")
    host_bits = max(0, known.max_prefixlen - length)
    return f"{type(known)(int(known) >> host_bits << host_bits)}/{length}"


def _by_vendor(inventory: Inventory) -> Path:
    return (inventory.device.vendor or tr("Unknown vendor"),)


def _by_kind(inventory: Inventory) -> Path:
    return (kind_word(inventory.device.kind),)


_WAYS: dict[str, Callable[[Inventory], Path]] = {
    "site": _by_site,
    "subnet": _by_subnet,
    "vendor": _by_vendor,
    "kind": _by_kind,
}


def natural(text: str) -> str:
    """A key that puts `core-2` before `core-10`."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), text.casefold())


def haystack(inventory: Inventory) -> str:
    """All that a filter looks at, in lower case: names, addresses, maker, model, place, serial number."""
    device = inventory.device
    parts = (
        device.name,
        device.endpoint.address,
        *device.addresses,
        device.vendor,
        device.model,
        device.os,
        device.site,
        device.sys_location,
        device.serial,
        device.kind.value,
        kind_word(device.kind),
    )
    return "\n".join(part for part in parts if part).casefold()
