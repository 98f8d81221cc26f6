"""Where a procurement stands in the plan and the budget of its project."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.finance.models import ExpenditureKind
from stuurbord.web.procurements.models.file import ProcurementFile
from stuurbord.web.projects.models import Versioned


class PlanLink(Versioned):
    """What somebody said of it once; what is not said is unknown, and so is what would follow from it."""

    file = models.OneToOneField(ProcurementFile, models.PROTECT, related_name="plan_link")
    branch_uid = models.BigIntegerField(null=True)
    """The task of the plan under which the steps of the procurement stand; None: not in the plan yet."""
    feeds_uid = models.BigIntegerField(null=True)
    """The task or gate that waits for the contract."""
    vat_rate = models.DecimalField(
        pgettext_lazy("procurement", "VAT rate"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    payments = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    """[uid of a task, share of the contract as text], the shares together 1: what is paid with which task."""
    article = models.CharField(pgettext_lazy("procurement", "Budget article"), max_length=60, blank=True)
    kind = models.CharField(
        pgettext_lazy("procurement", "Kind of expenditure"),
        max_length=12,
        choices=ExpenditureKind,
        blank=True,
    )
    has_budget_line = models.BooleanField(default=False)
    """Whether ``article`` and ``kind`` say on which budget lines its money stands."""
    forecast = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    """``commitment`` and ``payment``, each year → euro as text: what the budget forecast holds of it."""

    def __str__(self) -> str:
        return f"{self.file_id}: {self.branch_uid} → {self.feeds_uid}"
