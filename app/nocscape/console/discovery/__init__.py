"""Asking the engine to find devices."""
