"""Names for numbers: compile, index, look up, and render a value as its MIB says."""
