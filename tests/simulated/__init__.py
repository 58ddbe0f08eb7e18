"""Bridged networks that exist as plans only: cabled at random, learned by simulated traffic, read as agents would tell.

Nothing here knows how inference works; tables hold what frames taught, for as long as bridges keep it.
"""
