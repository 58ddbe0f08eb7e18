"""What alarm rules tell now, so that a start goes on where the program stopped."""

SQL = """
CREATE TABLE alarms (
    rule TEXT NOT NULL,
    device TEXT NOT NULL,
    metric TEXT NOT NULL,
    instance TEXT NOT NULL,
    since REAL NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (rule, device, metric, instance)
) WITHOUT ROWID;
"""
