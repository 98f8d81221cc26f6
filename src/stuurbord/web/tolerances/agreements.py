"""What was agreed for each project: its own lines, else what its portfolio agreed for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stuurbord.web.projects.models import Project
from stuurbord.web.tolerances.models import Level, PortfolioTolerances, Target, Tolerance
from stuurbord.web.tolerances.models.tolerance import UNITS


@dataclass(frozen=True)
class Agreed:
    """The agreements of one project beside its time and cost, which stand with the project itself."""

    lines: tuple[Tolerance, ...]
    portfolio: PortfolioTolerances | None

    def line(self, target: str) -> Tolerance | None:
        """Return the line of the project as a whole; the latest if there are more."""
        own = [one for one in self.lines if one.target == target and one.level == Level.PROJECT]
        return own[-1] if own else None

    @property
    def of_parts(self) -> list[Tolerance]:
        """The lines of stages and work packages."""
        return [one for one in self.lines if one.level != Level.PROJECT and one.scope]

    def limit(self, target: str) -> Decimal | None:
        """Return what is allowed; None if nothing was agreed in figures."""
        own = self.line(target)
        if own is not None:
            return own.limit
        common = self.portfolio.limit_of(target) if self.portfolio else None
        return None if common is None else Decimal(common)

    def unit(self, target: str) -> str:
        return UNITS[Target(target)]

    def attested(self, target: str) -> Decimal | None:
        """Return what a person attested of a target that no register measures."""
        own = self.line(target)
        return own.attested_fraction if own else None

    def threshold(self, name: str) -> float | None:
        """Return a threshold of the portfolio: ``on_track_from``, ``adjust_from``."""
        value = getattr(self.portfolio, name) if self.portfolio else None
        return None if value is None else float(value)


def agreed_by_project(projects: Iterable[Project]) -> dict[int, Agreed]:
    """Return the agreements of projects in two queries."""
    listed = list(projects)
    lines: dict[int, list[Tolerance]] = {}
    own = Tolerance.objects.filter(project__in=[one.pk for one in listed], is_archived=False)
    for one in own.order_by("agreed_on", "pk"):
        lines.setdefault(one.project_id, []).append(one)
    portfolios = {one.portfolio_id for one in listed}
    common = {one.portfolio_id: one for one in PortfolioTolerances.objects.filter(portfolio__in=portfolios)}
    return {one.pk: Agreed(tuple(lines.get(one.pk, ())), common.get(one.portfolio_id)) for one in listed}
