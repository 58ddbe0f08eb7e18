"""Colours by a metric instead of traffic: which one, its values, and their steps."""
