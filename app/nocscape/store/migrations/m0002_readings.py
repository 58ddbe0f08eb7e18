"""What each endpoint said last, so that inference goes on after a restart with all that it knew."""

SQL = """
CREATE TABLE readings (
    endpoint TEXT PRIMARY KEY,
    at REAL NOT NULL,
    body BLOB NOT NULL
);
"""
