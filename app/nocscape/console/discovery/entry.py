"""What somebody typed as targets: checked as it is typed, so that a slip is seen before anything is sent.

The engine checks again and has the last word; this only counts and points at the word that is wrong.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple

from nocscape.base.i18n import tr

MOST_WORDS = 10_000
MOST_ADDRESSES = 1 << 24
WIDEST_IPV6 = 104


class Entry(NamedTuple):
    """The words of a text, how many addresses they name, and what is wrong (empty where nothing is)."""

    words: tuple[str, ...]
    addresses: int
    problem: str


class _WrongWordError(ValueError):
    """`str()` of it is for the operator."""


def read_entry(text: str) -> Entry:
    """Addresses, ranges (`10.0.0.1-20`) and networks, divided by commas, semicolons or white space."""
    words = tuple(text.replace(",", " ").replace(";", " ").split())
    if len(words) > MOST_WORDS:
        return Entry(words[:MOST_WORDS], 0, tr("{count} entries are too many", count=len(words)))
    count = 0
    for word in words:
        try:
            count += _count(word)
        except _WrongWordError as error:
            return Entry(words, count, str(error))
    if count > MOST_ADDRESSES:
        return Entry(words, count, tr("{count} addresses are too many for one search", count=f"{count:,}"))
    return Entry(words, count, "")


def _count(word: str) -> int:
    try:
        if "/" in word:
            return _in_network(word)
        return _in_range(word) if "-" in word else len([ipaddress.ip_address(word)])
    except _WrongWordError:
        raise
    except ValueError as error:
        raise _WrongWordError(tr("{word} is no address, range or network", word=word[:60])) from error


def _in_network(word: str) -> int:
    network = ipaddress.ip_network(word, strict=False)
    if network.version == 6 and network.prefixlen < WIDEST_IPV6:
        raise _WrongWordError(
            tr(
                "{word} is too wide: IPv6 networks of /{prefix} and longer can be searched",
                word=word,
                prefix=WIDEST_IPV6,
            )
        )
    is_trimmed = network.version == 4 and network.prefixlen < 31
    return network.num_addresses - (2 if is_trimmed else 0)


def _in_range(word: str) -> int:
    begin, _, end = word.partition("-")
    first = ipaddress.ip_address(begin)
    if "." not in end and ":" not in end:
        separator = "." if first.version == 4 else ":"
        end = first.exploded.rpartition(separator)[0] + separator + end
    last = ipaddress.ip_address(end)
    if last.version != first.version or int(last) < int(first):
        raise _WrongWordError(tr("{word} ends before it begins", word=word[:80]))
    return int(last) - int(first) + 1
