"""Where an address was, for one that nobody sees any more."""

from __future__ import annotations

import sqlite3

from nocscape.model.answers import Place

PAST = "past"
_MOST = 20


def read_past_places(db: sqlite3.Connection, address: str) -> tuple[Place, ...]:
    """Places of an IP or MAC address in canonical form, the latest first; `last_seen` is when it was there last."""
    mac = address.casefold()
    rows = db.execute(
        "SELECT device, interface, vlan, last_seen AS at, mac FROM stations WHERE mac = :mac UNION ALL "
        "SELECT device, interface, NULL, coalesce(valid_to, valid_from), '' FROM endpoints WHERE address = :address "
        "ORDER BY at DESC LIMIT :most",
        {"mac": mac, "address": address, "most": _MOST},
    )
    return tuple(
        Place(device=device, interface=interface, vlan=vlan, last_seen=at, mac=mac, evidence=PAST)
        for device, interface, vlan, at, mac in rows
    )
