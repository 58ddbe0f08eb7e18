"""Faults as an operator reads them."""

from __future__ import annotations

import pytest

from nocscape.base.i18n import set_language
from nocscape.wire.snmp.errors import AuthFault, SnmpAuthError, SnmpStatusError, SnmpTimeout
from nocscape.wire.snmp.types import SnmpTarget
from tests.integration.snmpd import v2c


@pytest.mark.parametrize("kind", list(AuthFault))
def test_each_refusal_says_why_and_what_to_do(kind: AuthFault) -> None:
    error = SnmpAuthError("sw1", kind)
    assert "sw1" in error.message
    assert error.hint


def test_a_status_has_the_name_of_its_rfc() -> None:
    assert SnmpStatusError("sw1", 17, 2, "1.3.6").status == "notWritable"
    assert SnmpStatusError("sw1", 99, 0).status == "99"


def test_faults_speak_korean() -> None:
    set_language("ko")
    assert "응답" in str(SnmpTimeout("sw1", 2))


def test_a_target_never_shows_its_secret() -> None:
    target = SnmpTarget(address="fe80::1", port=1161, credential=v2c("s3cret"))
    assert "s3cret" not in repr(target)
    assert str(target) == "[fe80::1]:1161"
