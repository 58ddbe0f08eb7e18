"""Everything that is known of one MIB value, in words."""

from __future__ import annotations

from nocscape.base.i18n import tr
from nocscape.base.text import plain
from nocscape.console.mibs.names import value_of
from nocscape.console.parts.words import full_time, plain_tip
from nocscape.model.batches import MibRow

DESCRIPTION_LIMIT = 4000
TIP_LIMIT = 600


def details_of(row: MibRow) -> list[tuple[str, str]]:
    """Titles and texts: name, OID, type, value, raw, when it was read, and the description of its MIB."""
    lines = [
        (tr("Name"), row.name),
        (tr("OID"), row.oid),
        (tr("Type"), row.syntax),
        (tr("Value"), value_of(row)),
        (tr("Raw"), row.raw),
        (tr("Row"), row.index),
        (tr("Read at"), full_time(row.at)),
        (tr("Description"), row.description),
    ]
    return [(title, plain(text, DESCRIPTION_LIMIT)) for title, text in lines if text]


def tip_of(row: MibRow) -> str:
    """A tool tip of the same, cut to a readable length."""
    text = "\n".join(f"{title}: {text}" for title, text in details_of(row))
    return plain_tip(plain(text, TIP_LIMIT))
