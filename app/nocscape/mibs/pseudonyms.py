"""Names, addresses and numbers that stand for others: one key gives one answer, and no way back without the key.

Addresses keep what they have in common (two of one subnet stay in one subnet), hardware addresses their maker, serial
numbers their form, so that what a recording shows of a network stays true.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_network

_KEPT_NETWORKS = tuple(map(ip_network, ("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/127", "ff00::/8")))
"""Addresses that mean the same everywhere: this host, loopback, multicast, netmasks and broadcast."""

_KEPT_V6_BITS = 16
_GROUP_BIT = 0x01
_CACHE = 100_000


class Pseudonyms:
    """Stands-in for one recording, or for all that share a key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.ipv4 = lru_cache(maxsize=_CACHE)(self._ipv4)
        self.ipv6 = lru_cache(maxsize=_CACHE)(self._ipv6)
        self._bit = lru_cache(maxsize=_CACHE)(self._flip)

    def numbered(self, kind: str, text: str) -> str:
        """`device-3f9a` for a text of that kind; the same text always gets the same."""
        return f"{kind}-{self._digest(f'{kind}:{text.lower()}')[:3].hex()}" if text.strip() else text

    def serial(self, text: str) -> str:
        """Other letters for letters, other digits for digits."""
        digest = self._digest(f"serial:{text.upper()}")
        return "".join(_alike(char, digest[at % len(digest)] + at) for at, char in enumerate(text))

    def mac(self, octets: bytes) -> bytes:
        """The same maker's address with other last octets; group addresses, and all zeros or ones, stay."""
        if octets[0] & _GROUP_BIT or not any(octets):
            return octets
        return octets[:3] + self._digest(b"mac:" + octets)[: len(octets) - 3]

    def _ipv4(self, address: IPv4Address) -> IPv4Address:
        if any(address in network for network in _KEPT_NETWORKS if network.version == 4):
            return address
        return IPv4Address(self._shuffled(int(address), 32, 8))

    def _ipv6(self, address: IPv6Address) -> IPv6Address:
        if any(address in network for network in _KEPT_NETWORKS if network.version == 6):
            return address
        return IPv6Address(self._shuffled(int(address), 128, _KEPT_V6_BITS))

    def _shuffled(self, number: int, bits: int, kept: int) -> int:
        """Each bit behind the first `kept` flipped or not as the bits before it say, so that prefixes stay prefixes."""
        for at in range(kept, bits):
            number ^= self._bit(bits, at, number >> (bits - at)) << (bits - 1 - at)
        return number

    def _flip(self, bits: int, at: int, prefix: int) -> int:
        return self._digest(f"ip{bits}:{at}:{prefix}")[0] & 1

    def _digest(self, text: str | bytes) -> bytes:
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        return hmac.digest(self._key, data, hashlib.sha256)


def _alike(char: str, number: int) -> str:
    if char.isascii() and char.isdigit():
        return chr(ord("0") + number % 10)
    if char.isascii() and char.isalpha():
        return chr(ord("A" if char.isupper() else "a") + number % 26)
    return char
