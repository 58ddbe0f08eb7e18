"""Names for numbers: compile, index, look up, and render a value as its MIB says."""

from nocscape.mibs.dictionary import MibDictionary, open_dictionary
from nocscape.mibs.importing import Progress, import_paths, module_reports, rebuild
from nocscape.mibs.objects import Found, Kind, MibObject, MibType, ModuleReport, ModuleStatus, Rendered, RowName

__all__ = [
    "Found",
    "Kind",
    "MibDictionary",
    "MibObject",
    "MibType",
    "ModuleReport",
    "ModuleStatus",
    "Progress",
    "Rendered",
    "RowName",
    "import_paths",
    "module_reports",
    "open_dictionary",
    "rebuild",
]
