"""How forecasts of milestones moved from report to report."""

from __future__ import annotations

from stuurbord.engine.milestone_trend import Report, milestone_trends

REPORTS = (
    Report(100, 1, [(7, "Poort G3", "G3", 200, False), (8, "Nota", "", 150, False)]),
    Report(130, 2, [(7, "Poort G3", "G3", 214, False), (8, "Nota", "", 128, True)]),
    Report(160, 3, [(9, "Poort G4", "G4", 300, False), (7, "G3 Uitvoering", "G3", 246, False)]),
)


def test_slip_is_from_the_first_forecast_to_the_last():
    """G3 moved twice, 46 days in all; it has the name of the last report."""
    found = {one.uid: one for one in milestone_trends(REPORTS)}

    assert (found[7].days, found[7].n_shifts, found[7].name) == (46, 2, "G3 Uitvoering")
    assert [(one.on, one.day) for one in found[7].forecasts] == [(100, 200), (130, 214), (160, 246)]


def test_what_was_reached_says_so():
    """And what came later has no history of its own."""
    found = {one.uid: one for one in milestone_trends(REPORTS)}

    assert found[8].is_reached
    assert found[8].days == -22
    assert (found[9].days, found[9].n_shifts) == (0, 0)


def test_the_last_report_gives_the_order():
    """What it no longer knows comes after."""
    assert [one.uid for one in milestone_trends(REPORTS)] == [9, 7, 8]
    assert milestone_trends(()) == ()
