"""Putting devices into maintenance, and taking them out of it."""
