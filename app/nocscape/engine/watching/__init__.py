"""What polls, checks and exporters find becomes history, live charts, states and events."""
