"""What is known of kinds of gear, as data."""
