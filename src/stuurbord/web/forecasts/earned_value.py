"""Earned value on the status date of the plan: what was planned, done and really spent, and what follows.

Planned and earned come from the plan. What was spent comes from invoices and labour where a project keeps
those, else from the plan. A fact that is missing makes a figure undetermined, and is told with the way to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.plan import NONE, moment
from stuurbord.web.finance.actual_cost import ActualCost, MissingFact, actual_cost_series, expected_cost
from stuurbord.web.forecasts.figures_row import Fact
from stuurbord.web.look import figures
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.reader import reader

if TYPE_CHECKING:
    from stuurbord.engine.earned_value import Indices, PlanValues

_LISTS = {
    MissingFact.NOTHING_REGISTERED: ("facturen", ""),
    MissingFact.INVOICE_WITHOUT_MONTH: ("facturen", "no-month"),
    MissingFact.INVOICE_WITHOUT_AMOUNT: ("facturen", "no-amount"),
    MissingFact.LABOUR_WITHOUT_AMOUNT: ("prestaties", "no-amount"),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is not known, and where to fill it in."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """The panel."""

    conclusion: str
    facts: list[Fact]
    source: str
    """Where the actual cost comes from."""
    lacks: list[Lack]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the figures rest on; euro."""

    values: PlanValues
    found: Indices | None
    spent: Decimal | None
    is_registered: bool
    expected: Decimal | None

    @property
    def budget(self) -> Decimal:
        return Decimal(self.values.project_budget) / 100

    def index(self, name: str) -> float | None:
        """Return an index; those of money are unknown where nobody knows what was spent."""
        if self.found is None or (name == "cpi" and self.spent is None):
            return None
        return getattr(self.found, name).at(0)


def earned_value(project: Project) -> EarnedValue | None:
    """Return the panel of a project with a plan; None without one."""
    if project.current_revision_id is None:
        return None
    cost = actual_cost_series(project)
    known = _known(project, cost)
    return EarnedValue(
        conclusion=_conclusion(known),
        facts=[
            _planned(known),
            _earned(known),
            _spent(known),
            _cpi(known),
            _spi(known),
            _at_completion(known),
        ],
        source=_source(known, cost),
        lacks=_lacks(project, known, cost),
    )


def _known(project: Project, cost: ActualCost) -> _Known:
    # The engine comes in here: the other pages do not wait for it to load.
    from stuurbord.engine.earned_value import plan_values, project_indices

    plan = plan_of(project.current_revision_id)
    values = plan_values(plan, schedule=schedule_of(project.current_revision_id))
    month = "" if values.at == NONE else f"{moment(values.at):%Y-%m}"
    if cost.is_registered:
        spent = cost.until(month) if month else None
    else:
        spent = Decimal(values.spent) / 100 if values.spent else None
    if spent is not None:
        values = replace(values, spent=int(spent * 100))
    expected = expected_cost(project, month) if month else None
    return _Known(values, project_indices(plan, values), spent, cost.is_registered, expected)


def _conclusion(known: _Known) -> str:
    cpi, spi_t = known.index("cpi"), known.index("spi_t")
    if cpi is None:
        money = _("How well the money is spent is undetermined.")
    else:
        money = _("Every euro spent earned {cpi} euro.").format(cpi=reader().number(cpi, 2))
    if spi_t is None:
        return money
    pace = _("The work goes at {share} of the planned pace.").format(share=reader().percent(spi_t))
    return f"{money} {pace}"


def _planned(known: _Known) -> Fact:
    label = _("Planned value (PV)")
    if known.found is None:
        return Fact(label, figures.UNKNOWN, _why(known.values))
    note = _("of {budget} M€ in the baseline").format(budget=reader().millions(known.budget))
    return Fact(label, _euro(known.found.planned_value.at(0)), note)


def _earned(known: _Known) -> Fact:
    label = _("Earned value (EV)")
    if known.found is None:
        return Fact(label, figures.UNKNOWN, _why(known.values))
    share = reader().percent(known.found.percent_complete.at(0) or 0)
    return Fact(
        label, _euro(known.found.earned_value.at(0)), _("{share} of the baseline").format(share=share)
    )


def _spent(known: _Known) -> Fact:
    label = _("Actual cost (AC)")
    if known.spent is None:
        return Fact(label, figures.UNKNOWN, _("undetermined"))
    note = _("invoices and labour") if known.is_registered else _("from the plan")
    return Fact(label, figures.millions(known.spent), note)


def _cpi(known: _Known) -> Fact:
    value = known.index("cpi")
    if value is None:
        return Fact("CPI", figures.UNKNOWN, _("undetermined"))
    return Fact("CPI", reader().number(value, 2), _("earned ÷ spent"))


def _spi(known: _Known) -> Fact:
    value = known.index("spi_t")
    if value is None:
        return Fact("SPI(t)", figures.UNKNOWN, _("undetermined"))
    return Fact("SPI(t)", reader().number(value, 2), _("earned schedule ÷ time passed"))


def _at_completion(known: _Known) -> Fact:
    """Tell both forecasts of the whole cost: from the months that people expect, and from the CPI."""
    label, cpi = _("Forecast at completion (EAC)"), known.index("cpi")
    from_cpi = known.budget / Decimal(cpi) if cpi else None
    told = _("{amount} M€ at this CPI")
    if known.spent is not None and known.expected is not None:
        value = figures.millions(known.spent + known.expected)
        note = _("from the monthly forecast")
        if from_cpi is not None:
            note += "; " + told.format(amount=reader().millions(from_cpi))
        return Fact(label, value, note)
    if from_cpi is None:
        return Fact(label, figures.UNKNOWN, _("undetermined"))
    return Fact(label, figures.millions(from_cpi), _("baseline ÷ CPI; there is no monthly forecast"))


def _source(known: _Known, cost: ActualCost) -> str:
    if not known.is_registered:
        if known.spent is None:
            return ""
        return _("Nobody keeps invoices or labour here: what was spent is what the plan says.")
    told = _("Spent: invoices by the month of the work and labour at its rate, until the status month.")
    if cost.n_disputed:
        n = cost.n_disputed
        beside = ngettext("{n} disputed invoice is not counted.", "{n} disputed invoices are not counted.", n)
        told = f"{told} {beside.format(n=n)}"
    return told


def _lacks(project: Project, known: _Known, cost: ActualCost) -> list[Lack]:
    if not cost.is_registered and known.spent is not None:
        return []
    return [Lack(_sentence(fact, n), _address(project, fact)) for fact, n in cost.missing.items()]


def _sentence(fact: MissingFact, n: int) -> str:
    if fact is MissingFact.NOTHING_REGISTERED:
        return _("No invoices or labour are registered, and the plan holds no actual cost.")
    told = {
        MissingFact.INVOICE_WITHOUT_MONTH: ngettext(
            "{n} invoice has no month of performance.", "{n} invoices have no month of performance.", n
        ),
        MissingFact.INVOICE_WITHOUT_AMOUNT: ngettext(
            "{n} invoice has no amount.", "{n} invoices have no amount.", n
        ),
        MissingFact.LABOUR_WITHOUT_AMOUNT: ngettext(
            "{n} line of labour has no amount.", "{n} lines of labour have no amount.", n
        ),
    }
    return told[fact].format(n=n)


def _address(project: Project, fact: MissingFact) -> str:
    slug, view = _LISTS[fact]
    query = {"portfolio": project.portfolio.key, "project": project.code, "all": "1"}
    return f"{reverse('register', args=[slug])}?{urlencode(query | ({'view': view} if view else {}))}"


def _why(values: PlanValues) -> str:
    """Return why a plan has no earned value."""
    told = {
        "no_baseline": _("the plan has no baseline"),
        "no_cost": _("the baseline holds no costs"),
        "no_status_date": _("the plan has no status date"),
    }
    return told.get(str(values.status), "")


def _euro(cents: Any) -> Any:
    return figures.millions(None if cents is None else Decimal(round(cents)) / 100)
