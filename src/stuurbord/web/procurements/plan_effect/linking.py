"""Say once where a procurement stands in plan and budget: who waits for it, and what is paid with what."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from stuurbord.errors import VersionConflict
from stuurbord.plan import Plan
from stuurbord.web.finance.models import BudgetLine, ExpenditureKind
from stuurbord.web.lists.fields import PercentField
from stuurbord.web.procurements.changing import NotAccepted, written
from stuurbord.web.procurements.models import PlanLink, ProcurementFile
from stuurbord.web.procurements.plan_effect.branch import branch_of
from stuurbord.web.procurements.plan_effect.money import money_of
from stuurbord.web.procurements.plan_effect.proposing import link_of, pending_change
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of

MOST_PAYMENTS: Final = 4
_PARTED: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Tie:
    """How a procurement is tied to the plan and the budget of its project.

    Attributes
    ----------
    branch_uid
        The task under which its steps stand already; None: they come into the plan with the first proposal.
    payments
        (uid of a task, share of the contract), the shares together 1.
    budget
        Article and kind of the budget lines; None: not said.
    is_forecast
        Whether plan and budget hold its money already, at the estimate it has today.
    """

    feeds_uid: int
    branch_uid: int | None = None
    vat_rate: Decimal | None = None
    payments: tuple[tuple[int, Decimal], ...] = ()
    budget: tuple[str, str] | None = None
    is_forecast: bool = False


@transaction.atomic
def tie_to_plan(actor: Any, file: ProcurementFile, tie: Tie, expected_version: int) -> PlanLink:
    """Keep how a procurement is tied to the plan.

    Parameters
    ----------
    expected_version
        Of the tie as it was seen; 0 where there was none.

    Raises
    ------
    NotPermitted, VersionConflict
        As every action.
    NotAccepted
        If a proposal waits, a task is not in the plan, or the payments together are not the whole contract.
    """
    require_edit(actor, file)
    ProcurementFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    link = link_of(file)
    if link.version != expected_version:
        raise VersionConflict(_("Somebody else saved this record in the meantime; nothing was overwritten."))
    if waiting := pending_change(file):
        told = _("Proposal {number} still waits for a decision. Accept or reject it first.")
        raise NotAccepted(told.format(number=waiting.proposal.number))
    revision = file.project.current_revision_id
    if revision is None:
        raise NotAccepted(_("This project has no plan yet."))
    plan = plan_of(revision)
    _check(plan, file, tie)
    before = _told(link)
    link.feeds_uid, link.branch_uid, link.vat_rate = tie.feeds_uid, tie.branch_uid, tie.vat_rate
    link.payments = [[uid, str(share)] for uid, share in tie.payments]
    link.has_budget_line = tie.budget is not None
    link.article, link.kind = tie.budget or ("", "")
    if tie.is_forecast:
        link.forecast = link.forecast or _held_today(plan, revision, file, link)
    link.version += 1
    link.save()
    written(actor, file, "procurement.tie", {"before": before, "after": _told(link)})
    return link


def _check(plan: Plan, file: ProcurementFile, tie: Tie) -> None:
    uids = set(plan.tasks.uid.tolist())
    named = {tie.feeds_uid, *(uid for uid, _share in tie.payments)} | ({tie.branch_uid} - {None})
    if not named <= uids:
        raise NotAccepted(_("One of these tasks is not in the plan any more."))
    if tie.payments and sum(share for _uid, share in tie.payments) != 1:
        raise NotAccepted(_("The payments together are not 100 % of the contract."))
    if len({uid for uid, _share in tie.payments}) < len(tie.payments):
        raise NotAccepted(_("A task stands twice among the payments."))
    branch = branch_of(plan, file.reference, tie.branch_uid)
    own = {uid for uids_ in branch.step_uids.values() for uid in uids_} | {branch.uid}
    if tie.feeds_uid in own:
        raise NotAccepted(_("A step of the procurement itself cannot wait for its contract."))


def _held_today(plan: Plan, revision: int, file: ProcurementFile, link: PlanLink) -> dict[str, Any]:
    """Return what plan and budget hold of a procurement at the estimate it has today.

    Raises
    ------
    NotAccepted
        If that cannot be computed.
    """
    schedule = schedule_of(revision)
    branch = branch_of(plan, file.reference, link.branch_uid)
    money = money_of(plan, schedule, file.estimate, branch.conclusion(plan, schedule), link)
    if money.missing:
        told = _(
            "Without estimate, VAT rate, payments and conclusion it cannot be told what the forecast holds."
        )
        raise NotAccepted(told)
    return {
        "commitment": {str(year): str(euro) for year, euro in money.commitment.items()},
        "payment": {str(year): str(euro) for year, euro in money.payment.items()},
        "tasks": {str(uid): str(euro) for uid, euro in money.of_task.items()},
    }


def _told(link: PlanLink) -> dict[str, Any]:
    return {
        "feeds": link.feeds_uid,
        "branch": link.branch_uid,
        "vat_rate": None if link.vat_rate is None else str(link.vat_rate),
        "payments": link.payments,
        "budget": [link.article, str(link.kind)] if link.has_budget_line else None,
        "forecast": link.forecast,
    }


class TieForm(forms.Form):
    """Which task waits, what is paid with which task, and on which budget line."""

    feeds = forms.TypedChoiceField(
        label=pgettext_lazy("procurement", "What waits for the contract"), coerce=int, empty_value=None
    )
    branch = forms.TypedChoiceField(
        label=pgettext_lazy("procurement", "Its steps stand under"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=pgettext_lazy(
            "procurement", "Leave open if the plan has no steps of it yet: the first proposal brings them."
        ),
    )
    vat_rate = PercentField(label=pgettext_lazy("procurement", "VAT rate, %"), required=False)
    budget = forms.ChoiceField(label=pgettext_lazy("procurement", "Budget line"), required=False)
    is_forecast = forms.BooleanField(
        label=pgettext_lazy("procurement", "Plan and budget forecast hold today's estimate already"),
        required=False,
    )

    def __init__(self, data: Any = None, *, file: ProcurementFile, plan: Plan, link: PlanLink) -> None:
        super().__init__(data, initial=_initial(link))
        tasks = [("", "–"), *_tasks(plan)]
        self.fields["feeds"].choices = tasks
        self.fields["branch"].choices = [("", "–"), *_summaries(plan)]
        self.fields["budget"].choices = [("", "–"), *_budget_lines(file.project)]
        if link.forecast:
            del self.fields["is_forecast"]
        for number in range(MOST_PAYMENTS):
            label = _("Payment {n}: with the task").format(n=number + 1)
            self.fields[f"task_{number}"] = forms.TypedChoiceField(
                label=label, choices=tasks, coerce=int, empty_value=None, required=False
            )
            share = _("Payment {n}: share of the contract, %").format(n=number + 1)
            self.fields[f"share_{number}"] = PercentField(label=share, required=False)

    @property
    def payments(self) -> list[tuple[Any, Any]]:
        """The rows of payments as fields."""
        return [(self[f"task_{number}"], self[f"share_{number}"]) for number in range(MOST_PAYMENTS)]

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        for number in range(MOST_PAYMENTS):
            task, share = sent.get(f"task_{number}"), sent.get(f"share_{number}")
            if (task is None) != (share is None) and not {
                f"task_{number}",
                f"share_{number}",
            } & self.errors.keys():
                self.add_error(f"share_{number}", _("A payment has a task and a share."))
        return sent

    def tie(self) -> Tie:
        """Return what was filled in."""
        sent = self.cleaned_data
        rows = [(sent[f"task_{number}"], sent[f"share_{number}"]) for number in range(MOST_PAYMENTS)]
        budget = tuple(sent["budget"].split(_PARTED)) if sent["budget"] else None
        return Tie(
            sent["feeds"],
            sent["branch"],
            sent["vat_rate"],
            tuple((uid, share) for uid, share in rows if uid is not None),
            budget and (budget[0], budget[1]),
            sent.get("is_forecast", False),
        )


def _initial(link: PlanLink) -> dict[str, Any]:
    payments = {
        f"{name}_{number}": value
        for number, (uid, share) in enumerate(link.payments)
        for name, value in (("task", uid), ("share", Decimal(share)))
    }
    budget = f"{link.article}{_PARTED}{link.kind}" if link.has_budget_line else ""
    return payments | {
        "feeds": link.feeds_uid,
        "branch": link.branch_uid,
        "vat_rate": link.vat_rate,
        "budget": budget,
    }


def _tasks(plan: Plan) -> list[tuple[int, str]]:
    """Return the tasks and gates that can wait or be paid with; gates first, they are asked most."""
    tasks = plan.tasks
    rows = [row for row in range(len(tasks)) if not tasks.is_summary[row] and tasks.is_active[row]]
    rows.sort(key=lambda row: (not tasks.gate[row], row))
    return [(int(tasks.uid[row]), f"{tasks.wbs[row]} {tasks.name[row]}") for row in rows]


def _summaries(plan: Plan) -> list[tuple[int, str]]:
    tasks = plan.tasks
    rows = [row for row in range(len(tasks)) if tasks.is_summary[row] and tasks.is_active[row]]
    return [(int(tasks.uid[row]), f"{tasks.wbs[row]} {tasks.name[row]}") for row in rows]


def _budget_lines(project: Project) -> list[tuple[str, str]]:
    lines = BudgetLine.objects.filter(project=project, is_archived=False).order_by("article", "kind")
    names = lines.values_list("article", "kind").distinct()
    labels = dict(ExpenditureKind.choices)
    return [
        (
            f"{article}{_PARTED}{kind}",
            " · ".join(str(one) for one in (article, labels.get(kind, "")) if one) or "–",
        )
        for article, kind in names
    ]
