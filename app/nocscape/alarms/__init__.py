"""Judging: what a measured value means for those who have to act on it."""

from nocscape.alarms.board import Board, PortSeries
from nocscape.alarms.judge import Turn
from nocscape.alarms.rules import check_rule, conditions_for, rivals

__all__ = ["Board", "PortSeries", "Turn", "check_rule", "conditions_for", "rivals"]
