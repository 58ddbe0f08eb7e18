"""Checks of services: which a device has, how they stand, and new ones."""
