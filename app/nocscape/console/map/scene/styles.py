"""Which links and devices look otherwise, as the map's rules say."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from nocscape.console.live import LiveNetwork
from nocscape.console.map.attributes import NUMBERS, device_value, link_value
from nocscape.model.mapparts import Comparison, Part, StyleRule, Subject
from nocscape.model.net import DeviceId, Kind, LinkId

Value = str | float | None
Judge = Callable[[Value], bool]


class Style(NamedTuple):
    """How something looks: a token of the theme (empty for the usual one), a width in usual widths, a symbol."""

    color: str = ""
    width: float = 1.0
    symbol: Kind | None = None


_USUAL = Style()


class Styles:
    """What differs from the usual look. Only what changed is judged anew, so that traffic costs little."""

    def __init__(self) -> None:
        self.links: dict[LinkId, Style] = {}
        self.devices: dict[DeviceId, Style] = {}
        self._link_rules: list[tuple[StyleRule, Judge]] = []
        self._device_rules: list[tuple[StyleRule, Judge]] = []

    @property
    def has_link_rules(self) -> bool:
        """Whether any rule looks at links."""
        return bool(self._link_rules)

    @property
    def has_device_rules(self) -> bool:
        """Whether any rule looks at devices."""
        return bool(self._device_rules)

    def take_rules(self, parts: Mapping[str, Part]) -> bool:
        """Follow the rules among these parts of a document; whether they are other ones than before."""
        rules = sorted(
            (part for part in parts.values() if isinstance(part, StyleRule) and part.is_on),
            key=lambda rule: (rule.order, rule.id),
        )
        judged = [(rule, judge(rule)) for rule in rules]
        before = [rule for rule, _ in (*self._link_rules, *self._device_rules)]
        self._link_rules = [pair for pair in judged if pair[0].subject is Subject.LINK]
        self._device_rules = [pair for pair in judged if pair[0].subject is Subject.DEVICE]
        return before != [rule for rule, _ in (*self._link_rules, *self._device_rules)]

    def judge_links(self, links: Iterable[LinkId], live: LiveNetwork) -> bool:
        """Look at these links; whether any looks otherwise now."""
        is_different = False
        for name in links:
            link = live.links.get(name)
            style = _USUAL
            if link is not None:
                for rule, meets in self._link_rules:
                    if meets(link_value(live, link, rule.attribute)):
                        style = _laid_over(style, rule)
            is_different |= _keep(self.links, name, style)
        return is_different

    def judge_devices(self, devices: Iterable[DeviceId], live: LiveNetwork) -> bool:
        """Look at these devices; whether any looks otherwise now."""
        is_different = False
        for name in devices:
            style = _USUAL
            for rule, meets in self._device_rules:
                if meets(device_value(live, name, rule.attribute)):
                    style = _laid_over(style, rule)
            is_different |= _keep(self.devices, name, style)
        return is_different


def judge(rule: StyleRule) -> Judge:
    """The test of a rule, made once: a number that cannot be read is met by nothing."""
    wanted = rule.value.strip().casefold()
    if rule.attribute not in NUMBERS:
        if rule.test is Comparison.CONTAINS:
            return lambda value: bool(wanted) and wanted in str(value or "").casefold()
        return lambda value: rule.test is Comparison.IS and str(value or "").casefold() == wanted
    limit = _number(wanted)

    def meets(value: Value) -> bool:
        if limit is None or not isinstance(value, int | float):
            return False
        match rule.test:
            case Comparison.ABOVE:
                return value > limit
            case Comparison.BELOW:
                return value < limit
            case _:
                return math.isclose(value, limit)

    return meets


def _number(text: str) -> float | None:
    try:
        value = float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _laid_over(style: Style, rule: StyleRule) -> Style:
    """What a later rule leaves open stays as an earlier one put it."""
    width = rule.width if rule.width != 1.0 else style.width
    return Style(rule.color or style.color, width, rule.symbol or style.symbol)


def _keep(known: dict[str, Style], name: str, style: Style) -> bool:
    if known.get(name, _USUAL) == style:
        return False
    if style == _USUAL:
        del known[name]
    else:
        known[name] = style
    return True
