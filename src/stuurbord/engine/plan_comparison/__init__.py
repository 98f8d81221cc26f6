"""What differs between two versions of a plan, task by task and in kinds that people ask for."""

from stuurbord.engine.plan_comparison.compare import comparison
from stuurbord.engine.plan_comparison.result import Aspect, Comparison, Dated, TaskDifference
from stuurbord.engine.plan_comparison.side import Side, promised, scheduled

__all__ = ["Aspect", "Comparison", "Dated", "Side", "TaskDifference", "comparison", "promised", "scheduled"]
