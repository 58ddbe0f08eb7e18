"""Watching: schedule, read, turn counters into rates."""
