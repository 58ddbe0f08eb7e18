"""Panels about the topology: why links stand, what was decided, where addresses are, what changed."""
