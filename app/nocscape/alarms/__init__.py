"""Judging: what a measured value means for those who have to act on it."""

from nocscape.alarms.board import Board, PortSeries
from nocscape.alarms.judge import Turn
from nocscape.alarms.rules import check_rule, conditions_for
from nocscape.alarms.suggesting import levels_for, usual

__all__ = ["Board", "PortSeries", "Turn", "check_rule", "conditions_for", "levels_for", "usual"]
