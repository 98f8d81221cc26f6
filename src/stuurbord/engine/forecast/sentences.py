"""The sentences that explain a forecast, in English for the catalogues; the edge translates and fills them.

Shares are percentages already; the edge formats numbers in its own notation.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from stuurbord.errors import N_

SENTENCES: Final = MappingProxyType(
    {
        "forecast_behind_with_tasks": N_(
            "The work has gone at {pace} % of the planned pace; the network of remaining tasks, with"
            " durations as they turned out so far, counts for {network_share} % and that pace for the rest."
        ),
        "forecast_ahead": N_(
            "More is done than was planned by now: the work has gone at {pace} % of the planned pace, and"
            " what remains keeps part of that lead."
        ),
        "forecast_behind": N_(
            "The work has gone at {pace} % of the planned pace, and what remains keeps part of that delay;"
            " the tasks behind it are not known."
        ),
        "forecast_behind_unlike": N_(
            "The work has gone at {pace} % of the planned pace, and what remains keeps part of that delay;"
            " the tasks are not used, for their links and durations do not give the finish of the baseline."
        ),
        "forecast_closing": N_(
            "The project reports 100 %: all planned value is earned. Its closing has not been reported, so"
            " the forecast assumes that it closes half a reporting period after this date."
        ),
        "forecast_reference": N_(
            "Nothing has been reported yet: the forecast is what half of the finished projects of the"
            " reference class stayed within."
        ),
        "interval_calibrated": N_(
            "The interval is as wide as it had to be, this far into the work, to hold the outcome of 8 in"
            " 10 of {n_projects} finished projects."
        ),
        "interval_reference": N_(
            "The interval leaves out the best and the worst tenth of the reference class."
        ),
        "forecast_no_time": N_("The baseline holds no working time, so there is no pace to go by."),
        "forecast_unknown": N_("Nothing has been reported yet, and no reference class was chosen."),
    }
)
