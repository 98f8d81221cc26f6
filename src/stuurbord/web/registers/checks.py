"""What a line says in several fields that contradict each other, or that another line already says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.forms import ModelForm
from django.utils.translation import gettext as _

from stuurbord.web.clock import today
from stuurbord.web.lists.state_checks import keeps
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import RaciAssignment, RaciRole

_WHAT_WAS_DECIDED = (
    *("impact_days", "impact_cost", "impact_scope", "impact_quality"),
    *("scenario", "decided_by", "decided_on"),
)
_keeps_its_impact = keeps(("approved", "executed", "closed"), *_WHAT_WAS_DECIDED)


def check_change(form: ModelForm) -> None:
    """Refuse a decision before the request, and another impact than the one that was approved."""
    _in_order(form, "requested_on", "decided_on")
    _not_ahead(form, "decided_on")
    _keeps_its_impact(form)


def check_action(form: ModelForm) -> None:
    """Refuse work that is done in the future; what is done was done today unless somebody says otherwise."""
    _not_ahead(form, "done_on")
    sent = form.cleaned_data
    if sent.get("state") == "done" and "done_on" in form.fields and not sent.get("done_on"):
        sent["done_on"] = today()


def check_assumption(form: ModelForm) -> None:
    """Refuse a check that lies in the future."""
    _not_ahead(form, "validated_on")


def check_dependency(form: ModelForm) -> None:
    """Ask for exactly one giver, which is another project of the same portfolio if it is a project."""
    _not_ahead(form, "delivered_on")
    sent = form.cleaned_data
    project, giver = sent.get("project"), sent.get("giver")
    if bool(giver) == bool(sent.get("outsider")):
        form.add_error("giver", _("Name either the giving project or the giver outside the portfolio."))
    if not project or not giver or not {"project", "giver"} & set(form.changed_data):
        return
    if giver == project.code:
        form.add_error("giver", _("A project cannot wait for itself."))
    elif not Project.objects.filter(
        portfolio_id=project.portfolio_id, code=giver, is_archived=False
    ).exists():
        told = _("The portfolio has no project “{code}”. Write its code, as P-001.")
        form.add_error("giver", told.format(code=giver))


def check_product(form: ModelForm) -> None:
    """Refuse who makes a product and accepts it too."""
    sent = form.cleaned_data
    if sent.get("approver") and sent.get("approver") == sent.get("owner"):
        form.add_error("approver", _("Somebody else accepts a product than who makes it."))
    _not_ahead(form, "ready_on")


def check_review(form: ModelForm) -> None:
    """Refuse a verdict that was given in the future, or by who made the product."""
    _not_ahead(form, "held_on")
    sent = form.cleaned_data
    product, reviewer = sent.get("product"), sent.get("owner")
    if product and reviewer and product.owner_id == reviewer.pk:
        form.add_error(
            "owner", _("{person} makes this product; somebody else reviews it.").format(person=reviewer)
        )


def check_finding(form: ModelForm) -> None:
    """Refuse a finding from the future, or a review of another product."""
    _not_ahead(form, "found_on")
    sent = form.cleaned_data
    review, product = sent.get("review"), sent.get("product")
    if review and product and review.product_id and review.product_id != product.pk:
        told = _("Review {review} is about another product.")
        form.add_error("review", told.format(review=review.code))


def check_raci(form: ModelForm) -> None:
    """Ask for one subject, one person once, and one who answers for it."""
    sent = form.cleaned_data
    product, package = sent.get("product"), sent.get("work_package")
    if bool(product) == bool(package):
        form.add_error("product", _("Name either a product or a work package."))
        return
    if not sent.get("project"):
        return
    same = Q(product=product) if product else Q(product=None, work_package__iexact=package)
    others = RaciAssignment.objects.filter(same, project=sent["project"], is_archived=False)
    others = others.exclude(pk=form.instance.pk)
    _one_accountable(form, sent, others)
    if other := others.filter(person=sent.get("person"), role=sent.get("role")).first():
        told = _("Line {code} says the same of this person.")
        form.add_error("person", told.format(code=other.code))


def _one_accountable(form: ModelForm, sent: dict[str, Any], others: Any) -> None:
    if sent.get("role") != RaciRole.ACCOUNTABLE:
        return
    if other := others.filter(role=RaciRole.ACCOUNTABLE).select_related("person").first():
        told = _("{person} answers for this already (line {code}); there is exactly one.")
        form.add_error("role", told.format(person=other.person, code=other.code))


def check_communication(form: ModelForm) -> None:
    """Refuse a message to nobody."""
    sent = form.cleaned_data
    if not sent.get("stakeholder") and not sent.get("audience"):
        form.add_error("audience", _("Name the stakeholder or the audience."))
    _not_ahead(form, "last_on")


def check_benefit(form: ModelForm) -> None:
    """Refuse a target that changes nothing, or that comes before the start."""
    sent = form.cleaned_data
    before, target = sent.get("baseline_value"), sent.get("target_value")
    if before is not None and before == target:
        form.add_error("target_value", _("The target is what it is already: nothing gets better."))
    _in_order(form, "baseline_on", "target_on")


def check_measurement(form: ModelForm) -> None:
    """Refuse what nobody can have measured yet."""
    _not_ahead(form, "measured_on")


def _not_ahead(form: ModelForm, name: str) -> None:
    day: date | None = form.cleaned_data.get(name)
    if day is not None and day > today() and name in form.changed_data:
        form.add_error(name, _("This day has yet to come. Write what happened, or leave it empty."))


def _in_order(form: ModelForm, first: str, last: str) -> None:
    begin, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begin and end and end < begin:
        label = form.fields[first].label
        form.add_error(last, _("This day lies before “{label}”.").format(label=label))
