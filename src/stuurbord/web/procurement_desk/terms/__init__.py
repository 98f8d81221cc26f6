"""The terms of a file, each computed from what the file, its tenders and its contracts hold."""
