"""Exporters of devices: how their scrapes stand, what their pages offer, and new ones."""
