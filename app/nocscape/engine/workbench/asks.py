"""What the engine does with each Ask of the SNMP and MIB workbench."""

from __future__ import annotations

from functools import partial

from nocscape.engine.asking import Handler, on, on_with
from nocscape.engine.rooms import Rooms
from nocscape.engine.workbench.answering import find_answering
from nocscape.engine.workbench.book import MibBook
from nocscape.engine.workbench.census import take_census
from nocscape.engine.workbench.charted import chart_object
from nocscape.engine.workbench.examining import examine_access
from nocscape.engine.workbench.own_metrics import measure_object
from nocscape.engine.workbench.port import read_port
from nocscape.engine.workbench.recorded import read_recording
from nocscape.engine.workbench.recording import save_recording
from nocscape.engine.workbench.walk import read_values, record_device, walk_mib
from nocscape.engine.workbench.write import check_writes, write_values
from nocscape.model import commands as asks


def mib_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for each of them."""
    book = MibBook(rooms)
    return {
        asks.WalkMib: on_with(asks.WalkMib, partial(walk_mib, rooms)),
        asks.ReadValues: on(asks.ReadValues, partial(read_values, rooms)),
        asks.ReadPort: on(asks.ReadPort, partial(read_port, rooms)),
        asks.MeasureObject: on(asks.MeasureObject, partial(measure_object, rooms)),
        asks.ChartObject: on(asks.ChartObject, partial(chart_object, rooms)),
        asks.CheckWrites: on(asks.CheckWrites, partial(check_writes, rooms)),
        asks.WriteValues: on(asks.WriteValues, partial(write_values, rooms)),
        asks.SaveRecording: on_with(asks.SaveRecording, partial(save_recording, rooms)),
        asks.ReadRecording: on_with(asks.ReadRecording, partial(read_recording, rooms)),
        asks.RecordDevice: on_with(asks.RecordDevice, partial(record_device, rooms)),
        asks.ExamineAccess: on(asks.ExamineAccess, partial(examine_access, rooms)),
        asks.TakeCensus: on(asks.TakeCensus, lambda _: take_census(rooms)),
        asks.FindObjects: on(asks.FindObjects, book.find),
        asks.ShowObject: on(asks.ShowObject, book.show),
        asks.ListBranch: on(asks.ListBranch, book.branch),
        asks.ImportMibs: on_with(asks.ImportMibs, book.import_mibs),
        asks.ListModules: on(asks.ListModules, book.modules),
        asks.SetNote: on(asks.SetNote, book.note),
        asks.FindAnswering: on_with(asks.FindAnswering, partial(find_answering, rooms)),
    }
