"""Write an inventory file of the newest schema, to be kept beside this one as a recording."""

from __future__ import annotations

import asyncio
import gzip
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.base.i18n import msg
from nocscape.model.commands import Command, SetDevice
from nocscape.model.credentials import info
from nocscape.model.events import Event
from nocscape.model.mapdoc import Change, DropItems, PutItems, apply
from nocscape.model.status import Severity
from nocscape.store import migrations
from nocscape.store.inventory import FILE_NAME, open_inventory
from tests.unit.store.things import V3, alarm, campus_map, merge, station, switch, wire

HERE = Path(__file__).parent
DAY_S = 86_400
START = 1_750_000_000.0


async def fill(profile: Path) -> None:
    """Two days of a network of three switches, with something in every table."""
    clock = FakeClock(START)
    store = open_inventory(profile, Counters(), clock)
    store.put_devices([switch(n) for n in range(3)])
    store.put_links([wire(0, 1), wire(1, 2)])
    document = campus_map()
    await store.put_map(document)
    await clock.advance(DAY_S)
    store.put_devices([switch(0, name="core")])
    store.drop_device("d2")
    store.put_links(gone=[wire(1, 2).id])
    edits: list[Change] = [DropItems(nodes=("d2",)), PutItems(nodes=(document.nodes["d0"],))]
    for number, change in enumerate(edits):
        document = apply(document, change)
        await store.put_map_change("m1", change, number + 1, edit=f"e{number}", actor="kim", document=document)
    await store.put_override("d1", name="서울-1", site="Seoul", actor="kim")
    await store.put_credential(info(V3))
    await store.put_setting("theme", "dark")
    await store.put_decision(merge("m1", "10.0.0.1", "10.0.0.2"))
    store.put_stations([station("02:00:00:00:00:01", 0)])
    store.put_alarms([alarm("r1", "d0")])
    down = msg("{name} is down", name="core")
    store.put_events([Event(id="e1", at=START, kind="device_down", severity=Severity.CRITICAL, text=down, device="d0")])
    ask = SetDevice(device="d1", name="서울-1", site="Seoul")
    await store.audit(Command(request=1, ask=ask, actor="kim", origin="console"))
    await store.close()


def main() -> int:
    """Refuses to replace a recording."""
    target = HERE / f"v{max(migrations.steps())}.sqlite.gz"
    if target.exists():
        sys.stderr.write(f"{target} is there already\n")
        return 1
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(fill(Path(name)))
        path = Path(name) / FILE_NAME
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("VACUUM")
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
