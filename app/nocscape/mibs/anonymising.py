"""Taking names, addresses and serial numbers out of a recorded device, so that it can be shown to others.

Two passes: the first learns what is secret from the objects whose MIBs say what they hold, the second replaces it
wherever it stands, in values, inside longer texts, and in indexes. The same secret always becomes the same stand-in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from nocscape.base.text import decode
from nocscape.mibs.dictionary import MibDictionary
from nocscape.mibs.indexes import decode_index
from nocscape.mibs.objects import Kind, MibObject
from nocscape.mibs.pseudonyms import Pseudonyms
from nocscape.wire.snmp.types import SnmpValue, Syntax, VarBind

Arcs = tuple[int, ...]

_RULES = (
    ("serial", re.compile(r"serial|assetid|assettag", re.IGNORECASE)),
    ("access", re.compile(r"communit|passw|secret|(?:auth|priv)key|securityname|usmuser|username", re.IGNORECASE)),
    ("person", re.compile(r"contact", re.IGNORECASE)),
    ("place", re.compile(r"location|civic", re.IGNORECASE)),
    ("device", re.compile(r"^sysname$|(?:loc|rem)sysname$|cachedeviceid$|hostname|domainname|nodename", re.IGNORECASE)),
    ("note", re.compile(r"^ifalias$|portalias|portdescription$", re.IGNORECASE)),
)
_MAC_CONVENTIONS = frozenset({"MacAddress", "PhysAddress", "BridgeId"})
_LEAST_NAME = 2
"""Shorter names are replaced where they are a value, and left inside other texts."""
_MOST_NAMES = 5_000
_MAC_TEXT = re.compile(
    rb"(?<![0-9A-Fa-f:.-])(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])"
)
_DOTTED_MAC = re.compile(rb"(?<![0-9A-Fa-f.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Fa-f.])")
_IPV4_TEXT = re.compile(rb"(?<![0-9.])(?:\d{1,3}\.){3}\d{1,3}(?![0-9.])")
_IPV6_TEXT = re.compile(rb"(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![0-9A-Fa-f:])")
_MAIL = re.compile(rb"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")


class Secret(StrEnum):
    """What an object holds that must not be shown, by its MIB."""

    NONE = ""
    SERIAL = "serial"
    ACCESS = "access"
    PERSON = "person"
    PLACE = "place"
    DEVICE = "device"
    NOTE = "note"


def anonymised(varbinds: Sequence[VarBind], mibs: MibDictionary, key: bytes) -> list[VarBind]:
    """The same recording with stand-ins, in the order of its new OIDs. One `key` gives one stand-in for one secret."""
    cleaner = _Cleaner(mibs, Pseudonyms(key))
    cleaner.learn(varbinds)
    cleaned = {tuple(map(int, v.oid.split("."))): v for v in map(cleaner.clean, varbinds)}
    return [cleaned[oid] for oid in sorted(cleaned)]


class _Cleaner:
    """Learns from a whole recording, then cleans one instance at a time."""

    def __init__(self, mibs: MibDictionary, stand_ins: Pseudonyms) -> None:
        self._mibs = mibs
        self._stand_ins = stand_ins
        self._names: dict[bytes, bytes] = {}
        self._macs: dict[Arcs, Arcs] = {}
        self._addresses: dict[Arcs, Arcs] = {}
        self._pattern: re.Pattern[bytes] | None = None
        self._secret = lru_cache(maxsize=4096)(self._secret_of)

    def learn(self, varbinds: Iterable[VarBind]) -> None:
        """Note every name, address and serial number that an object or an index holds."""
        for varbind in varbinds:
            found = self._mibs.by_oid(varbind.oid)
            if found is not None:
                self._learn_value(found.object, varbind)
                if found.object.kind is Kind.COLUMN and found.suffix:
                    self._learn_index(found.object, found.suffix)
            if varbind.syntax is Syntax.IP_ADDRESS:
                self._learn_octets(IPv4Address(str(varbind.value)).packed)
        words = sorted((w for w in self._names if len(w) >= _LEAST_NAME), key=len, reverse=True)[:_MOST_NAMES]
        if words:
            alternatives = b"|".join(map(re.escape, words))
            self._pattern = re.compile(rb"(?<![0-9A-Za-z])(?:" + alternatives + rb")(?![0-9A-Za-z])", re.IGNORECASE)

    def _learn_value(self, one: MibObject, varbind: VarBind) -> None:
        if not isinstance(varbind.value, bytes) or not varbind.value.strip():
            return
        secret = self._secret(one.label)
        text = varbind.value.strip(b"\0 ")
        if secret is not Secret.NONE and text:
            self._names[text.lower()] = self._stand_in(secret, text)
            if secret is Secret.DEVICE and b"." in text:
                host = text.partition(b".")[0]
                self._names.setdefault(host.lower(), self._stand_in(secret, host))
        elif one.type.convention in _MAC_CONVENTIONS or (len(varbind.value) == 6 and not _is_text(varbind.value)):
            self._learn_octets(varbind.value)

    def _learn_index(self, column: MibObject, suffix: str) -> None:
        """Addresses that stand in an index alone, as in Q-BRIDGE-MIB or IP-MIB."""
        parts, is_implied = self._mibs.index_parts(column)
        decoded = decode_index(parts, [int(arc) for arc in suffix.split(".")], is_implied=is_implied)
        for part, value in zip(parts, decoded.values, strict=False):
            if isinstance(value, bytes) and len(value) in (4, 6, 16):
                if part.type.convention in _MAC_CONVENTIONS or part.type.convention.startswith("InetAddress"):
                    self._learn_octets(value)
            elif isinstance(value, str) and part.type.base == "IpAddress":
                self._learn_octets(IPv4Address(value).packed)

    def _learn_octets(self, octets: bytes) -> None:
        """A hardware or network address, to be found again in indexes."""
        stand_in = self._octets(octets)
        if stand_in != octets:
            (self._macs if len(octets) == 6 else self._addresses)[tuple(octets)] = tuple(stand_in)

    def clean(self, varbind: VarBind) -> VarBind:
        """The instance with stand-ins in its index and its value."""
        found = self._mibs.by_oid(varbind.oid)
        oid = varbind.oid
        if found is not None and found.suffix:
            arcs = self._arcs(tuple(map(int, found.suffix.split("."))))
            oid = f"{found.object.oid}.{'.'.join(map(str, arcs))}"
        secret = self._secret(found.object.label) if found is not None else Secret.NONE
        return VarBind(oid, varbind.syntax, self._value(varbind, secret))

    def _value(self, varbind: VarBind, secret: Secret) -> SnmpValue:
        value = varbind.value
        if varbind.syntax is Syntax.IP_ADDRESS:
            return str(self._stand_ins.ipv4(IPv4Address(str(value))))
        if varbind.syntax is Syntax.OID and isinstance(value, str):
            return ".".join(map(str, self._arcs(tuple(map(int, value.split("."))))))
        if not isinstance(value, bytes) or not value:
            return value
        if tuple(value) in self._macs or tuple(value) in self._addresses:
            return self._octets(value)
        if secret is not Secret.NONE:
            return self._stand_in(secret, value)
        return self._text(value) if _is_text(value) else self._embedded(value)

    def _embedded(self, value: bytes) -> bytes:
        """Octets that are no text: addresses and names inside them, such as LLDP's chassis IDs with a type in front."""
        arcs = self._arcs(tuple(value))
        return self._named(bytes(arcs))

    def _text(self, value: bytes) -> bytes:
        value = _MAIL.sub(b"user@example.net", self._named(value))
        value = _MAC_TEXT.sub(lambda found: self._mac_text(found[0]), value)
        value = _DOTTED_MAC.sub(lambda found: self._mac_text(found[0]), value)
        value = _IPV4_TEXT.sub(lambda found: self._ipv4_text(found[0]), value)
        return _IPV6_TEXT.sub(lambda found: self._ipv6_text(found[0]), value)

    def _named(self, value: bytes) -> bytes:
        if self._pattern is None:
            return value
        return self._pattern.sub(lambda found: self._names[found[0].lower()], value)

    def _mac_text(self, text: bytes) -> bytes:
        octets = self._stand_ins.mac(bytes.fromhex(re.sub(rb"[:.-]", b"", text).decode()))
        digits = octets.hex().encode()
        digits = digits if text.islower() or not re.search(rb"[A-F]", text) else digits.upper()
        taken = iter(digits.decode())
        return "".join(char if char in ":.-" else next(taken) for char in text.decode()).encode()

    def _ipv4_text(self, text: bytes) -> bytes:
        try:
            return str(self._stand_ins.ipv4(IPv4Address(text.decode()))).encode()
        except AddressValueError:
            return text

    def _ipv6_text(self, text: bytes) -> bytes:
        try:
            return str(self._stand_ins.ipv6(IPv6Address(text.decode()))).encode()
        except AddressValueError:
            return text

    def _octets(self, octets: bytes) -> bytes:
        """The stand-in of an address, by its length."""
        if len(octets) == 6:
            return self._stand_ins.mac(octets)
        if len(octets) == 4:
            return self._stand_ins.ipv4(IPv4Address(octets)).packed
        return self._stand_ins.ipv6(IPv6Address(octets)).packed if len(octets) == 16 else octets

    def _arcs(self, arcs: Arcs) -> Arcs:
        """An index with every address in it replaced, the longest first."""
        for size, known in ((16, self._addresses), (6, self._macs), (4, self._addresses)):
            for at in range(len(arcs) - size + 1):
                stand_in = known.get(arcs[at : at + size])
                if stand_in is not None:
                    return (*self._arcs(arcs[:at]), *stand_in, *self._arcs(arcs[at + size :]))
        return arcs

    def _stand_in(self, secret: Secret, value: bytes) -> bytes:
        text = decode(value)
        if not _is_text(value) or not text.strip():
            return self._embedded(value)
        if secret is Secret.SERIAL:
            return self._stand_ins.serial(text).encode("utf-8", "replace")
        return self._stand_ins.numbered(secret, text.strip("\0 ")).encode()

    def _secret_of(self, label: str) -> Secret:
        name = label.rpartition("::")[2]
        return next((Secret(kind) for kind, pattern in _RULES if pattern.search(name)), Secret.NONE)


def _is_text(value: bytes) -> bool:
    return all(octet >= 0x20 or octet in b"\t\r\n" for octet in value.rstrip(b"\0"))
