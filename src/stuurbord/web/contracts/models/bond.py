"""The performance bond as it was posted and came free."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from stuurbord.web.contracts.models.contract import Contract, euros


class Bond(models.Model):
    """The bond of a contract: one posting, released in two parts."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="bond")
    amount = euros(pgettext_lazy("bond", "Amount posted"), null=False, blank=False)
    posted_on = models.DateField(pgettext_lazy("bond", "Posted on"))
    proof = models.CharField(pgettext_lazy("bond", "Proof"), max_length=300)
    first_released_on = models.DateField(null=True)
    first_amount = euros("")
    rest_released_on = models.DateField(null=True)
    rest_amount = euros("")

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.amount}"
