"""When it will be done and what it will cost, and how sure that is: a simulation of the whole network."""

from stuurbord.engine.schedule_risk.outcome import Outcome
from stuurbord.engine.schedule_risk.simulation import simulate

__all__ = ["Outcome", "simulate"]
