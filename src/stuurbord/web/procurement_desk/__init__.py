"""The procurement lawyer's desk: terms of all files, running procedures, expiring contracts."""
