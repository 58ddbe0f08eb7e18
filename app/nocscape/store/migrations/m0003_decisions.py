"""Operators' decisions, all of a link, addresses at their ports, stations, and the past found by when it began."""

SQL = """
CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

ALTER TABLE links ADD COLUMN layer TEXT NOT NULL DEFAULT 'physical';
ALTER TABLE links ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN members BLOB;
ALTER TABLE links ADD COLUMN vlans TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN decision TEXT;
ALTER TABLE links ADD COLUMN contradictions BLOB;

ALTER TABLE endpoints ADD COLUMN interface TEXT;

CREATE TABLE stations (
    row INTEGER PRIMARY KEY,
    mac TEXT NOT NULL,
    valid_from REAL NOT NULL,
    valid_to REAL,
    device TEXT NOT NULL,
    interface TEXT,
    vlan INTEGER,
    last_seen REAL NOT NULL,
    body BLOB NOT NULL
);
CREATE UNIQUE INDEX stations_now ON stations (mac) WHERE valid_to IS NULL;
CREATE INDEX stations_past ON stations (valid_to) WHERE valid_to IS NOT NULL;
CREATE INDEX stations_from ON stations (valid_from);

CREATE INDEX devices_from ON devices (valid_from);
CREATE INDEX endpoints_from ON endpoints (valid_from);
CREATE INDEX interfaces_from ON interfaces (valid_from);
CREATE INDEX links_from ON links (valid_from);
"""
