"""What shows that a criterion is met: a file or a reference, looked at by somebody else, for a while."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from stuurbord.rulebooks.gates.evidence import evidence_kinds
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.clock import today
from stuurbord.web.reader import reader
from stuurbord.web.registers.models.item import OwnedItem, other_person


class EvidenceState(models.TextChoices):
    DRAFT = "draft", _("draft")
    FOR_REVIEW = "for_review", _("for review")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


class Evidence(OwnedItem):
    """One piece of evidence; ``due`` is the day by which it is needed."""

    closed: ClassVar[tuple[str, ...]] = (EvidenceState.APPROVED,)

    title = models.CharField(_("Evidence"), max_length=300)
    kind = models.CharField(_("Kind"), max_length=12)
    """Code of `stuurbord.rulebooks.gates.evidence`: data, so no choices of the database."""
    gate = models.CharField(_("Only for gate"), max_length=20, blank=True)
    reference = models.CharField(_("Reference or address"), max_length=500, blank=True)
    reviewer = other_person(_("Reviewed by"))
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    remark = models.TextField(_("Remark of the reviewer"), blank=True)
    state = models.CharField(_("State"), max_length=12, choices=EvidenceState, default=EvidenceState.DRAFT)

    class Meta(OwnedItem.Meta):
        verbose_name = _("evidence")
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="evidence_code_in_project")]
        indexes = [models.Index(fields=["project", "kind", "state", "valid_until"])]

    @property
    def kind_written(self) -> str:
        known = evidence_kinds().get(self.kind)
        return said(known.label, reader().code) if known else self.kind

    @property
    def is_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < today()

    def holds_on(self, on: date) -> bool:
        """Return whether it is approved and valid on a day."""
        is_begun = self.valid_from is None or self.valid_from <= on
        is_over = self.valid_until is not None and self.valid_until < on
        return self.state == EvidenceState.APPROVED and is_begun and not is_over and not self.is_archived

    @property
    def standing(self) -> Any:
        """How it stands today, in a word: also expired, which no one writes."""
        is_over = self.state == EvidenceState.APPROVED and self.is_expired
        return _("expired") if is_over else self.get_state_display()
