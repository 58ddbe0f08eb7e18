"""MIB values of a device, read live."""
