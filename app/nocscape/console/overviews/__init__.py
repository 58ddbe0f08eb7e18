"""Overviews (dashboards): widgets on a grid that the operator composes."""
