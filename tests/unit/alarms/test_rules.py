"""Which rules make sense, and which of several judges a series."""

from __future__ import annotations

import pytest

from nocscape.alarms.rules import check_rule, conditions_for
from nocscape.base.errors import InputError
from nocscape.model.alarms import AlarmRule, Level, Side, counting
from nocscape.model.metrics import Metric
from nocscape.model.status import Severity
from tests.unit.alarms.made import CRITICAL, WARNING, below, rule

CPU = Metric(name="cpu_percent", unit="%", title="CPU")
TRAFFIC = Metric(name="if_in_bps", unit="bit/s", title="in")


@pytest.mark.parametrize(
    "wanted",
    [
        rule(),
        rule(WARNING, for_s=300.0, text="{name} is at {value}, {{look}}"),
        rule(*below(20, 5), side=Side.BELOW),
        rule(Level(severity=Severity.INFO, limit=1, clear=1)),
        rule(condition="change", window_s=3600.0),
    ],
)
def test_a_rule_that_makes_sense_is_taken(wanted: AlarmRule) -> None:
    check_rule(wanted, CPU)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (rule(condition="moon"), "moon"),
        (rule(condition="utilisation"), "cannot be judged"),
        (rule(condition="missing", side=Side.BELOW), "only bad above"),
        (rule(CRITICAL, WARNING), "from mild to severe"),
        (rule(WARNING, WARNING), "each severity once"),
        (rule(levels=()), "needs levels"),
        (rule(Level(severity=Severity.CLEAR, limit=1)), "needs levels"),
        (rule(*below(20, 5)), "further out"),
        (rule(*below(5, 20), side=Side.BELOW), "further out"),
        (rule(Level(severity=Severity.MINOR, limit=80, clear=81)), "well again"),
        (rule(Level(severity=Severity.MINOR, limit=float("inf"))), "must be a number"),
        (rule(for_s=-1.0), "waited for"),
        (rule(condition="change"), "measured over"),
        (rule(text="{value.__class__}"), "does not know"),
        (rule(text="{value!r}"), "does not know"),
        (rule(text="{value:>99999999}"), "does not know"),
        (rule(text="{"), "brace"),
        (rule(text="x" * 300), "too long"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_the_reason(wanted: AlarmRule, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_rule(wanted, CPU)


def test_only_traffic_can_be_judged_as_a_share_of_the_speed() -> None:
    assert [(info.name, info.unit) for info in conditions_for(TRAFFIC)] == [
        ("threshold", "bit/s"),
        ("change", "bit/s"),
        ("missing", "s"),
        ("utilisation", "%"),
    ]
    assert "utilisation" not in {info.name for info in conditions_for(CPU)}


def test_the_narrowest_rule_judges_a_series_and_others_of_its_kind_do_not() -> None:
    device, site, everywhere = (rule(id=name) for name in ("device", "site", "all"))
    core = rule(id="core 3", instance="3")
    falling = rule(*below(20, 5), id="falling", side=Side.BELOW)
    narrowest_first = [device, core, site, falling, everywhere]
    assert [one.id for one in counting(narrowest_first, "1")] == ["device", "falling"]
    assert [one.id for one in counting(narrowest_first, "3")] == ["core 3", "falling"]
