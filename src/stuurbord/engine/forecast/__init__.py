"""Our own forecast of finish and cost: from earned schedule and what remains of the network, calibrated."""

from stuurbord.engine.forecast.evidence import Evidence, TaskHistory, gathered
from stuurbord.engine.forecast.forecasting import forecast
from stuurbord.engine.forecast.outcome import Estimate, Forecast, Method, Sentence
from stuurbord.engine.forecast.parameters import FITTED, Parameters, Spread
from stuurbord.engine.forecast.plan_history import history_of
from stuurbord.engine.forecast.sentences import SENTENCES

__all__ = [
    "FITTED",
    "SENTENCES",
    "Estimate",
    "Evidence",
    "Forecast",
    "Method",
    "Parameters",
    "Sentence",
    "Spread",
    "TaskHistory",
    "forecast",
    "gathered",
    "history_of",
]
