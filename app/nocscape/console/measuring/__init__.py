"""Which metrics are measured of devices, and how often."""
