"""Metrics as data: what a profile names beyond ports and vitals, and formulas over what was measured."""

from nocscape.polling.metrics.formula import Formula
from nocscape.polling.metrics.library import MetricLibrary, load
from nocscape.polling.metrics.reader import MetricReader, label_of, name_of_row
from nocscape.polling.metrics.schema import MetricProfile, MetricSpec

__all__ = ["Formula", "MetricLibrary", "MetricProfile", "MetricReader", "MetricSpec", "label_of", "load", "name_of_row"]
