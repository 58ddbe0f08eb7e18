"""Every kind of Change, with every kind of item in it."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st
from msgspec.structs import fields, replace

from nocscape.model.mapdoc import Change, MapDocument, Step, Together
from tests.property.of_structs import structs

IDS = st.sampled_from(["a", "b", "c", "d"])
OF_STEPS = {step: structs(step, IDS) for step in get_args(Step)}
STEPS: st.SearchStrategy[Step] = st.one_of(list(OF_STEPS.values()))
CHANGES: st.SearchStrategy[Change] = STEPS | st.builds(Together, changes=st.lists(STEPS, max_size=5).map(tuple))
COLLECTIONS = sorted({f.name for f in fields(MapDocument)} - {"id", "title", "revision"})


def content(document: MapDocument) -> MapDocument:
    """All of a document but how often it was changed."""
    return replace(document, revision=0)
