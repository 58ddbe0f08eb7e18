"""Finds actions, devices, ports and addresses as one types, in slices that never stop the window.

A device's ports are kept as one string: whether any of 50 ports can match is one `in`, and only then are they looked at
one by one. No Qt here.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from nocscape.base.i18n import tr
from nocscape.console.inventory.grouping import haystack, natural
from nocscape.console.topology.addresses import is_address
from nocscape.model.net import DeviceId, Inventory

MOST_HITS = 60
MOST_QUERY = 100
LOOSE = 80
"""Rank from which on a hit only has the letters in their order."""
ENOUGH = 3
"""With so many good hits, loose ones are left out."""
_START = re.compile(r"[\s/·:_.-]")


class HitKind(IntEnum):
    """What was found, in the order in which equally good hits are listed."""

    ACTION = 0
    DEVICE = 1
    PORT = 2
    ADDRESS = 3


class Hit(NamedTuple):
    """Something found: how well it fits (lower is better), what to show, what to do with it."""

    rank: int
    kind: HitKind
    sort_key: str
    title: str
    detail: str
    target: str
    """Action name or device id."""
    interface: str = ""


class _Card(NamedTuple):
    """One device as the finder keeps it; `ports` holds a line `name \\t alias \\t descr \\t key` for each port."""

    device: DeviceId
    name: str
    address: str
    hay: str
    ports: str


class Finder:
    """The index. Devices are entered and dropped one by one; a search reads it in slices."""

    def __init__(self) -> None:
        self._cards: dict[DeviceId, _Card] = {}
        self._actions: list[tuple[str, str, str]] = []

    def __len__(self) -> int:
        return len(self._cards)

    def put_actions(self, actions: Iterable[tuple[str, str, str]]) -> None:
        """What can be done now: name, text, and shortcut."""
        self._actions = list(actions)

    def put(self, inventory: Inventory) -> None:
        """Enter a device with its ports, or enter it again."""
        device = inventory.device
        lines = (
            "\t".join(
                part.replace("\t", " ").replace("\n", " ") for part in (i.name or i.descr, i.alias, i.descr, i.key)
            )
            for i in inventory.interfaces
        )
        self._cards[device.id] = _Card(
            device.id, device.shown_name(), device.endpoint.address, haystack(inventory), "\n".join(lines)
        )

    def drop(self, device: DeviceId) -> None:
        """Forget a device."""
        self._cards.pop(device, None)

    def search(self, query: str) -> Iterator[Hit | None]:
        """Hits as they are found, with None after every device, so that the caller can pause between them."""
        words = query.casefold()[:MOST_QUERY].split()
        only_actions = bool(words) and words[0].startswith(">")
        if only_actions:
            words = [word for word in (words[0][1:], *words[1:]) if word]
        yield from self._search_actions(words)
        if only_actions or not words:
            return
        if len(words) == 1 and is_address(words[0]):
            yield Hit(1, HitKind.ADDRESS, "", tr("Where is {address}?", address=words[0]), "", words[0])
        loose = _subsequence("".join(words))
        for card in list(self._cards.values()):
            yield from self._search_card(card, words, loose)
            yield None

    def _search_actions(self, words: list[str]) -> Iterator[Hit]:
        loose = _subsequence("".join(words))
        for place, (name, text, keys) in enumerate(self._actions):
            folded = text.casefold()
            rank = _rank(folded, words)
            if rank is None and loose.search(folded):
                rank = LOOSE
            if rank is not None:
                yield Hit(rank + 4, HitKind.ACTION, f"{place:04d}", text, keys, name)

    @staticmethod
    def _search_card(card: _Card, words: list[str], loose: re.Pattern[str]) -> Iterator[Hit]:
        left = [word for word in words if word not in card.hay]
        name = card.name.casefold()
        if not left:
            rank = _rank(name, words)
            if rank is None:
                rank = 5 if card.address.startswith(words[0]) else 40
            yield Hit(rank, HitKind.DEVICE, natural(card.name), card.name, card.address, card.device)
        elif loose.search(name):
            yield Hit(LOOSE + 10, HitKind.DEVICE, natural(card.name), card.name, card.address, card.device)
        ports = card.ports.casefold()
        if all(word in ports for word in left) and (left or any(word in ports for word in words)):
            yield from _search_ports(card, words, left)


def _search_ports(card: _Card, words: list[str], left: list[str]) -> Iterator[Hit]:
    for line in card.ports.split("\n"):
        folded = line.casefold()
        if all(word in folded for word in left) and any(word in folded for word in words):
            title, alias, _descr, key = line.split("\t")
            rank = 30 if any(folded.startswith(word) for word in words) else 50
            yield Hit(
                rank - 20 * bool(left and len(left) < len(words)),
                HitKind.PORT,
                natural(f"{card.name} {title}"),
                f"{card.name} · {title}",
                alias,
                card.device,
                key,
            )


def _rank(text: str, words: list[str]) -> int | None:
    """How well `text` holds all the words: 0 where it is the first, None where one is missing."""
    if not all(word in text for word in words):
        return None
    if not words:
        return 20
    first = words[0]
    if text == " ".join(words):
        return 0
    if text.startswith(first):
        return 2
    starts = {text[m.end() :][: len(first)] for m in _START.finditer(text)}
    return 10 if first in starts else 25


def _subsequence(letters: str) -> re.Pattern[str]:
    """Finds the letters in their order, with others between them."""
    if not letters:
        return re.compile(r"(?!)")
    return re.compile(r"(?<!\w)" + "[^\n]*?".join(re.escape(letter) for letter in letters))


class Best:
    """The best hits so far, without keeping the others."""

    def __init__(self, most: int = MOST_HITS) -> None:
        self._most = most
        self._hits: list[Hit] = []

    def add(self, hits: Iterable[Hit]) -> None:
        """Take in some more."""
        self._hits = heapq.nsmallest(self._most, [*self._hits, *hits])

    @property
    def hits(self) -> list[Hit]:
        """Best first; letters that are merely in order count only where little else was found."""
        good = [hit for hit in self._hits if hit.rank < LOOSE]
        return good if len(good) >= ENOUGH else self._hits
