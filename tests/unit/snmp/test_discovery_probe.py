"""The SNMPv3 discovery exchange, as octets."""

from __future__ import annotations

import pytest

from nocscape.wire.snmp import ber
from nocscape.wire.snmp.discovery_probe import discovery_message, engine_in
from nocscape.wire.snmp.types import EngineInfo

ENGINE = b"\x80\x00\x1f\x88\x80abcdefgh"


def report(message_id: int, engine_id: bytes = ENGINE, version: int = 3) -> bytes:
    """What an agent says to a stranger."""
    header = ber.integer(message_id) + ber.integer(65507) + ber.tlv(ber.OCTETS, b"\0") + ber.integer(3)
    empty = ber.tlv(ber.OCTETS, b"")
    usm = ber.tlv(ber.OCTETS, engine_id) + ber.integer(7) + ber.integer(1234) + empty * 3
    scoped = (
        ber.tlv(ber.OCTETS, engine_id) + empty + ber.tlv(ber.REPORT, ber.integer(0) * 3 + ber.tlv(ber.SEQUENCE, b""))
    )
    return ber.tlv(
        ber.SEQUENCE,
        ber.integer(version)
        + ber.tlv(ber.SEQUENCE, header)
        + ber.tlv(ber.OCTETS, ber.tlv(ber.SEQUENCE, usm))
        + ber.tlv(ber.SEQUENCE, scoped),
    )


def test_the_question_is_a_bounded_message_of_version_3() -> None:
    message = discovery_message(5)
    assert ber.message_in(message) == message
    assert ber.integer_at(message, ber.children(message, 0, ber.SEQUENCE)[0]) == 3


def test_the_report_names_the_engine_its_boots_and_its_time() -> None:
    assert engine_in(report(5), 5) == EngineInfo(engine_id=ENGINE, boots=7, time_s=1234)


@pytest.mark.parametrize(
    "answer",
    [report(6), report(5, b"\x80"), report(5, b"x" * 33), report(5, version=1), ber.tlv(ber.SEQUENCE, b""), b"x"],
    ids=["another message", "short engine id", "long engine id", "version 2c", "empty", "garbage"],
)
def test_anything_else_is_no_answer(answer: bytes) -> None:
    with pytest.raises(ber.BerError):
        engine_in(answer, 5)
