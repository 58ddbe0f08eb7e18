"""Every object that a gear profile names is one that its vendor's MIB declares.

The MIB files belong to their vendors and do not ship. Import a collection with `nocscape mib import DIR --profile P`,
and run this with NOCSCAPE_MIB_PROFILE=P.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from nocscape.base.paths import resources_dir
from nocscape.mibs import MibDictionary, open_dictionary
from nocscape.mibs.objects import Kind

PROFILE = os.environ.get("NOCSCAPE_MIB_PROFILE")
FILES = sorted((resources_dir() / "profiles").glob("*.yaml"))
_NAMED = re.compile(r"'(1\.3\.6\.1\.[\d.]+)'")
_ENTERPRISES = "1.3.6.1.4.1."
_AGENTS_DIFFER = {
    "4526.10.43.1.8.1.5",  # a column that newer releases have
    "13191.10.3.3.2.1.5",  # a scalar that the agent serves as a column, as are the four below
    "41112.1.11.1.2.2",
    "41112.1.11.1.2.4",
    "41112.1.11.1.2.5",
    "41112.1.11.1.2.6",
}
"""Where gear in the field is known not to keep to its MIB."""


def misnamed(dictionary: MibDictionary, oid: str) -> str:
    """What is wrong with it; empty where nothing is, or no MIB reaches that far."""
    is_scalar = oid.endswith(".0")
    found = dictionary.by_oid(oid.removesuffix(".0"))
    if found is None or found.object.kind not in (Kind.SCALAR, Kind.COLUMN, Kind.TABLE, Kind.ROW):
        return ""
    if found.suffix:
        return f"{oid} stands below {found.object.name}"
    if found.object.kind is Kind.ROW and not is_scalar:
        return ""  # the entry of a table of sensors
    is_one = found.object.kind is (Kind.SCALAR if is_scalar else Kind.COLUMN)
    return "" if is_one else f"{oid} is the {found.object.kind} {found.object.name}"


@pytest.mark.skipif(PROFILE is None, reason="NOCSCAPE_MIB_PROFILE names no profile with imported MIBs")
def test_every_named_object_is_a_scalar_or_a_column_of_its_mib() -> None:
    dictionary = open_dictionary(Path(PROFILE or ""))
    named = {oid for path in FILES for oid in _NAMED.findall(path.read_text("utf-8"))}
    judged = sorted(oid for oid in named if oid.removeprefix(_ENTERPRISES) not in _AGENTS_DIFFER)
    assert [wrong for oid in judged if (wrong := misnamed(dictionary, oid))] == []
