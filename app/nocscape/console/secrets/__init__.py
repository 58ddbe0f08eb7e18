"""Secrets for web servers and files of certificates: chosen in the forms of checks and exporters."""
