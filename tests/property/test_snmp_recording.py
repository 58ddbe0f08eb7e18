"""Recorded lines: what is written is read again, and hostile lines are refused."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.wire.snmp.recording import RecordingError, line_of, varbind_of, varbinds_in
from nocscape.wire.snmp.simulated.recorded import objects_of
from nocscape.wire.snmp.types import SnmpValue, Syntax, VarBind

oids = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=30).map(lambda rest: ".".join(map(str, (1, 3, *rest))))
floats = st.floats(width=32, allow_nan=False).map(lambda value: struct.unpack(">f", struct.pack(">f", value))[0])
values: dict[Syntax, st.SearchStrategy[SnmpValue]] = {
    Syntax.INTEGER: st.integers(-(2**31), 2**31 - 1),
    Syntax.OCTETS: st.binary(max_size=300) | st.text().map(str.encode),
    Syntax.NULL: st.none(),
    Syntax.OID: oids,
    Syntax.IP_ADDRESS: st.ip_addresses(v=4).map(str),
    Syntax.COUNTER32: st.integers(0, 2**32 - 1),
    Syntax.GAUGE32: st.integers(0, 2**32 - 1),
    Syntax.TIME_TICKS: st.integers(0, 2**32 - 1),
    Syntax.COUNTER64: st.integers(0, 2**64 - 1),
    Syntax.OPAQUE: floats,
}
varbinds = st.sampled_from(list(values)).flatmap(lambda kind: st.builds(VarBind, oids, st.just(kind), values[kind]))


@given(varbinds)
def test_a_recorded_instance_comes_back(varbind: VarBind) -> None:
    line = line_of(varbind)
    assert "\n" not in line
    assert varbind_of(line) == varbind


@given(st.text(max_size=200) | st.from_regex(r"1\.3(\.\d{1,11}){0,5}\|\d{1,3}x?\|[^\n]{0,20}", fullmatch=True))
def test_any_line_is_an_instance_or_refused(line: str) -> None:
    try:
        varbind = varbind_of(line)
    except RecordingError:
        return
    objects, unread = objects_of([line])
    assert (len(objects), unread) in {(1, 0), (0, 1)}
    assert varbind.oid


@pytest.mark.parametrize("syntax", [Syntax.NO_SUCH_OBJECT, Syntax.END_OF_MIB])
def test_what_is_absent_is_not_recorded(syntax: Syntax) -> None:
    with pytest.raises(RecordingError):
        line_of(VarBind("1.3.6", syntax))


def test_comments_and_computed_values_are_passed_over() -> None:
    lines = ["# a comment", "", "1.3.6.1.2.1.1.5.0|4|core", "1.3.6.1.2.1.2.2.1.10.1|65:numeric|rate=100"]
    assert list(varbinds_in(lines)) == [VarBind("1.3.6.1.2.1.1.5.0", Syntax.OCTETS, b"core"), None]
