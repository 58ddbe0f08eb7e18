"""Names for numbers: compile, index, look up, and render a value as its MIB says."""

from nocscape.mibs.anonymising import anonymised
from nocscape.mibs.declared import Problem
from nocscape.mibs.dictionary import Finds, MibDictionary, open_dictionary
from nocscape.mibs.entering import value_of
from nocscape.mibs.importing import Progress, import_paths, is_rebuild_due, module_reports, rebuild
from nocscape.mibs.localnames import names_of
from nocscape.mibs.measures import measure_of
from nocscape.mibs.notes import Notes
from nocscape.mibs.objects import Found, Kind, MibObject, MibType, ModuleReport, ModuleStatus, Rendered, RowName
from nocscape.mibs.searching import Wanted

__all__ = [
    "Finds",
    "Found",
    "Kind",
    "MibDictionary",
    "MibObject",
    "MibType",
    "ModuleReport",
    "ModuleStatus",
    "Notes",
    "Problem",
    "Progress",
    "Rendered",
    "RowName",
    "Wanted",
    "anonymised",
    "import_paths",
    "is_rebuild_due",
    "measure_of",
    "module_reports",
    "names_of",
    "open_dictionary",
    "rebuild",
    "value_of",
]
