"""What to sweep: addresses, ranges and CIDRs, counted and walked without ever being written out.

`10.0.0.7`, `10.0.0.1-20`, `10.0.0.1-10.0.1.9`, `10.0.0.0/24`, `2001:db8::1`, `2001:db8::/120`. Of an IPv4 network the
network and broadcast addresses are left out, but for /31 and /32 (RFC 3021).
"""

from __future__ import annotations

import ipaddress
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr

MOST_PARTS = 10_000
MOST_ADDRESSES = 1 << 24
WIDEST_IPV6 = 104
"""An IPv6 network wider than this cannot be swept in a lifetime."""

_BEYOND = 1 << 128

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Span(NamedTuple):
    """Addresses from first to last of one IP version, as numbers, both included."""

    version: int
    first: int
    last: int


class Targets:
    """A set of addresses in order, IPv4 first; each stands once however often it was named."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = tuple(spans)
        self._ends = list(accumulate(s.last - s.first + 1 for s in self.spans))

    @classmethod
    def parse(cls, targets: Iterable[str], *, exclude: Iterable[str] = ()) -> Targets:
        """The addresses that `targets` name and `exclude` does not. Raises InputError."""
        wanted, unwanted = _spans(targets, is_trimmed=True), _spans(exclude, is_trimmed=False)
        found = cls(_without(_merged(wanted), _merged(unwanted)))
        if len(found) > MOST_ADDRESSES:
            text = tr("{count} addresses are too many for one sweep", count=len(found))
            raise InputError(text, hint=tr("at most {most}; name smaller networks", most=MOST_ADDRESSES))
        if not len(found):
            raise InputError(tr("There is no address to ask"), hint=tr("name a network such as 10.0.0.0/24"))
        return found

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __contains__(self, address: str) -> bool:
        return self.index(address) is not None

    def __iter__(self) -> Iterator[str]:
        for span in self.spans:
            kind = ipaddress.IPv4Address if span.version == 4 else ipaddress.IPv6Address
            for number in range(span.first, span.last + 1):
                yield str(kind(number))

    def index(self, address: str) -> int | None:
        """The place of an address in the order, from 0; None where it is none of these."""
        parsed = ipaddress.ip_address(address)
        place = bisect_right(self.spans, (parsed.version, int(parsed), _BEYOND)) - 1
        if place < 0:
            return None
        span = self.spans[place]
        if span.version != parsed.version or not span.first <= int(parsed) <= span.last:
            return None
        return self._ends[place] - 1 - (span.last - int(parsed))

    def where_not(self, flags: bytes | bytearray) -> Targets:
        """The addresses whose flag, by their place in the order, is 0; the others have 1."""
        spans: list[Span] = []
        start = 0
        for span in self.spans:
            end = start + span.last - span.first + 1
            place = flags.find(0, start, end)
            while place >= 0:
                stop = flags.find(1, place, end)
                stop = end if stop < 0 else stop
                spans.append(Span(span.version, span.first + place - start, span.first + stop - 1 - start))
                place = flags.find(0, stop, end)
            start = end
        return Targets(spans)


def _spans(texts: Iterable[str], *, is_trimmed: bool) -> list[Span]:
    words = [word for text in texts for word in text.replace(",", " ").split()]
    if len(words) > MOST_PARTS:
        raise InputError(tr("{count} targets are too many", count=len(words)))
    return [_span(word, is_trimmed=is_trimmed) for word in words]


def _span(text: str, *, is_trimmed: bool) -> Span:
    try:
        return _read(text, is_trimmed=is_trimmed)
    except ValueError as error:
        hint = tr("write 10.0.0.7, 10.0.0.1-20, 10.0.0.0/24 or 2001:db8::/120")
        raise InputError(tr("{text} is no address, range or network", text=text[:60]), hint=hint) from error


def _read(text: str, *, is_trimmed: bool) -> Span:
    if "%" in text:
        raise ValueError("a zone names an interface of this machine, not an address")
    if "/" in text:
        return _network(text, is_trimmed=is_trimmed)
    if "-" in text:
        return _range(text)
    address = ipaddress.ip_address(text)
    return Span(address.version, int(address), int(address))


def _network(text: str, *, is_trimmed: bool) -> Span:
    network = ipaddress.ip_network(text, strict=False)
    if network.version == 6 and network.prefixlen < WIDEST_IPV6 and is_trimmed:
        text = tr("{network} is too wide to sweep", network=text)
        raise InputError(text, hint=tr("IPv6 networks of /{prefix} and longer can be swept", prefix=WIDEST_IPV6))
    first, last = int(network.network_address), int(network.broadcast_address)
    if is_trimmed and network.version == 4 and network.prefixlen < 31:
        first, last = first + 1, last - 1
    return Span(network.version, first, last)


def _range(text: str) -> Span:
    begin, _, end = text.partition("-")
    first = ipaddress.ip_address(begin)
    last = ipaddress.ip_address(end if "." in end or ":" in end else _like(first, end))
    if first.version != last.version or int(last) < int(first):
        raise ValueError(text)
    return Span(first.version, int(first), int(last))


def _like(first: Address, end: str) -> str:
    """`20` after `10.0.0.1-` means 10.0.0.20; `ff` after `2001:db8::1-` means 2001:db8::ff."""
    separator = "." if first.version == 4 else ":"
    return str(first.exploded).rpartition(separator)[0] + separator + end


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and merged[-1].version == span.version and span.first <= merged[-1].last + 1:
            merged[-1] = merged[-1]._replace(last=max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return merged


def _without(spans: list[Span], unwanted: list[Span]) -> Iterator[Span]:
    """Both are in order and without overlaps, so that one walk along both will do."""
    begin = 0
    for span in spans:
        first = span.first
        while begin < len(unwanted) and (unwanted[begin].version, unwanted[begin].last) < (span.version, first):
            begin += 1
        place = begin
        while place < len(unwanted) and (unwanted[place].version, unwanted[place].first) <= (span.version, span.last):
            hole = unwanted[place]
            if hole.first > first:
                yield Span(span.version, first, hole.first - 1)
            first = hole.last + 1
            place += 1
        if first <= span.last:
            yield Span(span.version, first, span.last)
