"""What was agreed, what lies beyond it, and what can be done about that."""

from stuurbord.web.tolerances.models.exception_report import (
    CLOSED_EXCEPTIONS,
    Basis,
    ExceptionOption,
    ExceptionReport,
    ExceptionState,
)
from stuurbord.web.tolerances.models.portfolio_exception import PortfolioException, PortfolioOption
from stuurbord.web.tolerances.models.portfolio_tolerances import PortfolioTolerances
from stuurbord.web.tolerances.models.tolerance import Level, Target, Tolerance, Unit

__all__ = [
    "CLOSED_EXCEPTIONS",
    "Basis",
    "ExceptionOption",
    "ExceptionReport",
    "ExceptionState",
    "Level",
    "PortfolioException",
    "PortfolioOption",
    "PortfolioTolerances",
    "Target",
    "Tolerance",
    "Unit",
]
