"""How consoles and commands reach an engine: two threads of one process, or a local socket."""
