"""Scopes: which devices an operator's word is about."""

from __future__ import annotations

from nocscape.model.net import Device

KINDS = ("device", "site", "kind", "vendor")
"""The narrowest first."""
ALL = "all"
"""Every device; the widest."""


def scopes_of(device: Device, site: str = "") -> list[str]:
    """Every scope that a device is in, the narrowest first; `site` is the operator's own name for where it is."""
    words = {"device": device.id, "site": site or device.site, "kind": str(device.kind), "vendor": device.vendor or ""}
    return [*(f"{kind}:{words[kind]}" for kind in KINDS), ALL]
