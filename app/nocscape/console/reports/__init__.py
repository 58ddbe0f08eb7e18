"""Asks for reports, and when they are to be written by themselves."""
