"""For whom an operator's word counts: the devices that are chosen, or all of their site, kind or vendor. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.inventory.words import kind_word
from nocscape.console.live import LiveNetwork
from nocscape.model.net import DeviceId

THESE = ""
"""Stands for the chosen devices one by one."""
MIXED = "mixed"
"""The chosen devices do not agree."""


def offered(live: LiveNetwork, devices: Sequence[DeviceId]) -> dict[str, str]:
    """Scopes with what they are called, the narrowest first."""
    known = [live.devices[device].device for device in devices if device in live.devices]
    words = {THESE: tr("these devices: {count}", count=len(known)) if len(known) > 1 else tr("this device alone")}
    sites = dict.fromkeys(d.site for d in known if d.site)
    words |= {f"site:{site}": tr("all at {site}", site=one_line(site)) for site in sites}
    words |= {f"kind:{d.kind}": tr("all of kind {kind}", kind=kind_word(d.kind)) for d in known}
    words |= {f"vendor:{d.vendor}": tr("all of {vendor}", vendor=one_line(d.vendor)) for d in known if d.vendor}
    return words


def scopes_behind(scope: str, devices: Sequence[DeviceId]) -> list[str]:
    """What the engine is told: one scope, or one for each device."""
    return [scope] if scope else [f"device:{device}" for device in devices]


def word_of(choices: Mapping[str, bool], scopes: Sequence[str]) -> bool | str | None:
    """On, off, nothing said, or `MIXED` where the scopes do not agree."""
    said = {choices.get(scope) for scope in scopes}
    return said.pop() if len(said) == 1 else MIXED
