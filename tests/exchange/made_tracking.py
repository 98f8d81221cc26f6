"""A small tracking workbook as ProTrack exports it: two tasks in a work package, two status dates."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any

from exchange.made_workbooks import workbook_of

from stuurbord.exchange.progress_series.reported_figures import FIGURES


def at(text: str) -> datetime:
    """Return a moment."""
    return datetime.fromisoformat(text)


FIRST, MIDDLE, SECOND, LAST = (
    at(f"2026-01-{day}") for day in ("05 08:00", "09 17:00", "12 08:00", "16 17:00")
)
BASELINE = [
    ["General", "", "", "Relations", "", "Baseline"],
    (
        "ID|Name|WBS|Predecessors|Successors|Baseline Start|Baseline End|Duration|Resource Demand|"
        "Resource Cost|Fixed Cost|Cost/Hour|Variable Cost|Total Cost"
    ).split("|"),
    [0, "Sluis", "1", "", "", FIRST, LAST, "10d", "", "", 100, "", "", 500],
    [7, "Ruwbouw", "1.1", "", "", FIRST, LAST, "10d", "", "", 100, "", "", 500],
    [1, "Graven", "1.1.1", "", "FS2", FIRST, MIDDLE, "5d", "ploeg", 20, 100, 0, 0, 120],
    [2, "Gieten", "1.1.2", "1FS", "", SECOND, LAST, "5d", "", 0, 0, 9.5, 380, 380],
]
RESOURCES = [
    ["General", "", "", "", "Resource Cost", "", "Resource Demand", ""],
    ["ID", "Name", "Type", "Availability", "Cost/Use", "Cost/Unit", "Assigned To", "Total Cost"],
    [1, "ploeg", "Renewable", "2 #persons", 10, 0, "1[2.00 ploeg];", 20],
]
RISKS = [
    ["General", "", "Baseline", "Activity Duration Distribution Profiles"],
    ["ID", "Name", "Duration", "Description", "Optimistic", "Most Probable", "Pessimistic"],
    [0, "Sluis", "80h", "", "", "", ""],
    [7, "Ruwbouw", "80h", "", "", "", ""],
    [1, "Graven", "40h", "standard - symmetric", 80, 100, 120],
    [2, "Gieten", "40h", "manual - absolute", 30, 40, 90],
]
AGENDA = [["Working Hours", "", "", "Working Days", "", "", "Holidays (Optional)"]] + [
    [f"{hour}:00 - {(hour + 1) % 24}:00", "Yes" if 8 <= hour < 12 or 13 <= hour < 17 else "No"]
    + (["", day, "Yes" if number < 5 else "No"] if hour < 7 else [])
    for hour, (number, day) in enumerate(
        [*enumerate("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()), *[(0, "")] * 17]
    )
]
HEADERS = (
    "ID|Name|Baseline Start|Baseline End|Duration|Resource Demand|Resource Cost|Fixed Cost|Cost/Hour|"
    "Variable Cost|Total Cost|Actual Start|Actual Duration|PAC|PRC|Remaining Duration|PAC Dev|PRC Dev|"
    "Actual Cost|Remaining Cost|Percentage Completed|Tracking|Earned Value (EV)|Planned Value (PV)"
).split("|")


def tracked(status_date: datetime, *rows: list[Any]) -> list[list[Any]]:
    """Return the sheet of a status date; rows are ID, start, duration, remaining, cost, share, EV, PV."""
    made: list[list[Any]] = [
        ["", "TP Status Date", status_date, "", "TP Name", "x"],
        [],
        ["General"],
        HEADERS,
    ]
    for number, start, duration, remaining, cost, share, earned, planned in rows:
        line = [number] + [""] * 10 + [start, duration, "", "", remaining, "", ""]
        made.append([*line, cost, "", share, "", earned, planned])
    return made


SHEETS: dict[str, list[list[Any]]] = {
    "Baseline Schedule": BASELINE,
    "Resources": RESOURCES,
    "Risk Analysis": RISKS,
    "Project Control - TP1": tracked(
        MIDDLE, [0, "", "5d", "", 130, 0.24, 120, 120], [1, FIRST, "5d", "0", 130, 1, 120, 120]
    ),
    "TP2": tracked(
        LAST,
        [0, "", "10d", "", 330, 0.62, 310, 500],
        [1, FIRST, "5d", "0", 130, 1, 120, 120],
        [2, SECOND, "5d", "2d 4h", 200, 0.5, 190, 380],
    ),
    "Agenda": AGENDA,
    "Tracking Overview": [
        ["General"],
        ["Name", "Start Tracking Period", "Status date", *(one.header for one in FIGURES.values())],
        ["week 1", FIRST, MIDDLE, 120, 120, 130, MIDDLE, 0, 1, -10, 120 / 130, "0", 1],
        [
            "week 2",
            MIDDLE,
            LAST,
            500,
            310,
            330,
            at("2026-01-14 12:00"),
            -190,
            0.62,
            -20,
            310 / 330,
            "-2d 4h",
            0.75,
        ],
    ],
}


def tracking_workbook(**changes: list[list[Any]] | None) -> bytes:
    """Return the workbook with other sheets; ``None`` leaves a sheet out."""
    sheets = deepcopy(SHEETS) | {name.replace("_", " "): rows for name, rows in changes.items()}
    return workbook_of(**{name: rows for name, rows in sheets.items() if rows is not None})
