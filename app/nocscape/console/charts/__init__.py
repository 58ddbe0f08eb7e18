"""Curves: stored samples and live ones on one time axis."""
