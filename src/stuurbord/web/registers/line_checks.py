"""What a risk or a response says in several fields or of another line, checked before it stops a forecast.

The same sentences as where a workbook is read, so that a form takes nothing that an import refuses.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from django.forms import ModelForm
from django.utils.translation import gettext as _

from stuurbord.exchange.records import RiskRecord
from stuurbord.exchange.risk_workbook.events import condition_of
from stuurbord.exchange.workbook.points import ascends
from stuurbord.web.registers.models import CLOSED_RISKS, ONLY_FOR, Risk, RiskKind, RiskResponse

_POINTS: Final = (
    ("impact_days_low", "impact_days", "impact_days_high"),
    ("impact_cost_low", "impact_cost", "impact_cost_high"),
)


def check_risk(form: ModelForm) -> None:
    """Refuse points out of order, a group of which more than 100 % occurs, a condition that is not there."""
    sent = form.cleaned_data
    for names in _POINTS:
        if not ascends(*(sent.get(name) for name in names)):
            lowest = next(name for name in names if sent.get(name) is not None)
            told = _("The lowest value must not exceed the most likely, nor that one the highest.")
            form.add_error(lowest, told)
    _check_kind(form, sent)
    _check_response(form, sent)
    if sent.get("project") is not None:
        _check_group(form, sent)
        _check_condition(form, sent)


def _check_kind(form: ModelForm, sent: dict[str, Any]) -> None:
    """Let the kind follow the signs of the impacts, unless somebody has just said the contrary."""
    effects = [one for one in (sent.get("impact_days"), sent.get("impact_cost")) if one]
    if not effects or "kind" not in form.fields:
        return
    kind = RiskKind.OPPORTUNITY if all(one < 0 for one in effects) else RiskKind.THREAT
    if sent.get("kind") == kind:
        return
    if sent.get("kind") and "kind" in form.changed_data:
        told = _("The impact of an opportunity is below zero, sooner or cheaper; that of a threat above.")
        form.add_error("kind", told)
    else:
        sent["kind"] = kind


def _check_response(form: ModelForm, sent: dict[str, Any]) -> None:
    """Refuse to avoid an opportunity or to exploit a threat."""
    fits = ONLY_FOR.get(sent.get("response", ""))
    kind = sent.get("kind") or RiskKind.THREAT
    if fits and fits != kind and {"response", "kind"} & set(form.changed_data):
        told = _("“{response}” is no response to this kind of risk.")
        label = RiskResponse(sent["response"]).label
        form.add_error("response", told.format(response=label))


def check_response(form: ModelForm) -> None:
    """Refuse a response to a risk that the project does not have."""
    project, risk = form.cleaned_data.get("project"), form.cleaned_data.get("risk")
    if project is None or not risk or not {"project", "risk"} & set(form.changed_data):
        return
    if not Risk.objects.filter(project=project, code=risk, is_archived=False).exists():
        form.add_error("risk", _unknown(risk, project))


def _check_group(form: ModelForm, sent: dict[str, Any]) -> None:
    group, probability = sent.get("exclusive_group"), sent.get("probability")
    if not group or not probability or sent.get("state") in CLOSED_RISKS:
        return
    others = Risk.objects.filter(project=sent["project"], exclusive_group=group, is_archived=False)
    others = others.exclude(pk=form.instance.pk).exclude(state__in=CLOSED_RISKS)
    total = sum((one or Decimal(0) for one in others.values_list("probability", flat=True)), probability)
    if total > 1:
        told = _("The probabilities of group “{group}”, of which one occurs, exceed 100 %.")
        form.add_error("exclusive_group", told.format(group=group))


def _check_condition(form: ModelForm, sent: dict[str, Any]) -> None:
    text = sent.get("depends_on", "")
    if not text or not {"project", "depends_on", "code"} & set(form.changed_data):
        return
    code, _occurs = condition_of(replace(_BLANK, depends_on=text))
    if code == sent.get("code"):
        form.add_error("depends_on", _("A risk cannot depend on itself."))
    elif not Risk.objects.filter(project=sent["project"], code=code, is_archived=False).exists():
        form.add_error("depends_on", _unknown(code, sent["project"]))


_BLANK: Final = RiskRecord("", "", "")


def _unknown(code: str, project: Any) -> str:
    told = _("Project {project} has no risk “{risk}”. Write the number it has in the register.")
    return told.format(project=project.code, risk=code)
