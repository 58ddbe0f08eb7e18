"""Turns one document of `nocscape discover --json` into the tables that recorded devices are scored by.

    to_score.py INPUT.json OUTPUT.json

It renames and never adds: what a device is stands in the document or nowhere.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.recordings import inventory_tables, protocol_tables
from tests.recordings.document import Document, Tables


def to_tables(document: Document) -> Tables:
    """All tables of the device that was polled; none where no agent answered."""
    device = next((d for d in document["devices"] if d.get("snmp")), None)
    if device is None:
        return {}
    return inventory_tables.tables(device) | protocol_tables.tables(device)


def main(source: str, target: str) -> None:
    """Read, convert, write."""
    document = json.loads(Path(source).read_text("utf-8"))
    Path(target).write_text(json.dumps(to_tables(document), ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
