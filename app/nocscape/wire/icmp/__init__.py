"""ICMP echo for sweeps and latency."""
