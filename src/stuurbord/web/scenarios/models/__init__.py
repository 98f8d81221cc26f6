"""What a portfolio could do and what it is for."""

from stuurbord.web.scenarios.models.goal import Contribution, Goal
from stuurbord.web.scenarios.models.scenario import (
    ChangeKind,
    ResponseDraws,
    Scenario,
    ScenarioChange,
    ScenarioDecision,
    ScenarioState,
)

__all__ = [
    "ChangeKind",
    "Contribution",
    "Goal",
    "ResponseDraws",
    "Scenario",
    "ScenarioChange",
    "ScenarioDecision",
    "ScenarioState",
]
