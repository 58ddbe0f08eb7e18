"""Thresholds: at which values somebody is told, added from wherever a value is seen."""
