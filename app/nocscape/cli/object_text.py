"""Everything about a MIB object, for a terminal."""

from __future__ import annotations

import shutil
import textwrap

from nocscape.base.i18n import language, tr
from nocscape.base.text import one_line, plain
from nocscape.cli import output
from nocscape.mibs import MibDictionary, MibObject, names_of

_STEP = " › "
_LEAST_ROOM = 40
"""Columns for the text beside the titles, however narrow the terminal is."""


def told(dictionary: MibDictionary, one: MibObject) -> str:
    """Its name, and a title and a text for each thing that is known, folded to the terminal."""
    facts = {title: text for title, text in _facts(dictionary, one).items() if text}
    width = max(map(output.width, facts))
    room = max(_LEAST_ROOM, shutil.get_terminal_size().columns - width - 4)
    lines = [one.label]
    for title, text in facts.items():
        first, *more = textwrap.wrap(one_line(plain(text), len(text)), room) or [""]
        lines.append(f"  {title}{' ' * (width - output.width(title) + 2)}{first}")
        lines += [f"{' ' * (width + 4)}{line}" for line in more]
    return "\n".join(lines)


def _facts(dictionary: MibDictionary, one: MibObject) -> dict[str, str]:
    return {
        "OID": one.oid,
        tr("Path"): _STEP.join(dictionary.path(one.oid)),
        tr("In this language"): names_of(one.label).get(language(), ""),
        tr("Kind"): str(one.kind),
        tr("Syntax"): one.syntax,
        tr("Values"): ", ".join(f"{label} ({number})" for label, number in one.enums.items()),
        tr("Units"): one.units,
        tr("Shown as"): one.display_hint,
        tr("Access"): one.access,
        tr("Status"): one.status,
        tr("Index"): ", ".join(one.index),
        tr("Shares rows with"): one.augments,
        tr("Carries"): ", ".join(one.members),
        tr("Also defined as"): ", ".join(o.label for o in dictionary.all_at(one.oid) if o.label != one.label),
        tr("Note"): dictionary.notes.get(one.label, ""),
        tr("Description"): one.description,
    }
