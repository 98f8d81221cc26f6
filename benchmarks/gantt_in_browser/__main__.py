"""Measure, print the table, and fail where a figure is missed."""

from __future__ import annotations

import sys

from benchmarks.gantt_in_browser import N_RUNS, measured, missed, table

if __name__ == "__main__":
    ours, rival = measured(int(sys.argv[1]) if len(sys.argv) > 1 else N_RUNS)
    for line in table(ours, rival):
        print(line)
    if failing := missed(ours):
        sys.exit(f"missed: {', '.join(failing)}")
