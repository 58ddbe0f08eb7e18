"""The commands, one file each.

A file holds `HELP` (one marked line), `configure(parser)` and `run(options) -> int`; its name, with `-` for `_`, is the
command's. Files are imported only when their command is asked for, or all of them for the overview.
"""
