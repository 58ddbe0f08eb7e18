"""Where nodes go: plain arithmetic on plain data, fit for another process. No Qt here."""
