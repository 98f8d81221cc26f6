"""What the lines of these registers may not contradict."""

from __future__ import annotations

from django.forms import ModelForm
from django.utils.translation import gettext as _

from stuurbord.web.tolerances.models import CLOSED_EXCEPTIONS, ExceptionOption, Level, Target, Tolerance, Unit
from stuurbord.web.tolerances.models.tolerance import UNITS

_LIMITS = {
    Unit.DAYS: "limit_days",
    Unit.FRACTION: "limit_fraction",
    Unit.EURO: "limit_euro",
    Unit.NUMBER: "limit_number",
}


def check_tolerance(form: ModelForm) -> None:
    """Refuse a limit in another unit than the target is counted in, and a second truth for the project."""
    sent = form.cleaned_data
    target, level, scope = sent.get("target"), sent.get("level"), sent.get("scope")
    if not target or not level:
        return
    if level == Level.PROJECT and target in (Target.TIME, Target.COST):
        told = _("Time and cost of the project as a whole stand with the project: change them there.")
        form.add_error("target", told)
    if level == Level.PROJECT and scope:
        form.add_error("scope", _("Of the project as a whole there is no stage or work package."))
    if level != Level.PROJECT and not scope:
        form.add_error("scope", _("Of which stage or work package? Give its code."))
    _check_limit(form, target)
    if sent.get("attested_fraction") is not None and not sent.get("attested_on"):
        form.add_error("attested_on", _("On which day was this attested?"))
    if sent.get("attested_fraction") is not None and UNITS[Target(target)] != Unit.FRACTION:
        told = _("This target is not counted in percent: nothing can be attested of it.")
        form.add_error("attested_fraction", told)
    _check_once(form)


def agreed_above(line: Tolerance) -> bool:
    """Tell whether the level above agrees on it: all but what a project manager gives a work package."""
    return line.level != Level.WORK_PACKAGE


def _check_limit(form: ModelForm, target: str) -> None:
    wanted = _LIMITS[UNITS[Target(target)]]
    sent = form.cleaned_data
    for name in _LIMITS.values():
        if name != wanted and sent.get(name) is not None:
            label = form.fields[wanted].label
            form.add_error(name, _("This target is counted in “{field}”.").format(field=label))
    if sent.get(wanted) is None and not sent.get("criterion"):
        form.add_error(wanted, _("How much is allowed? Give a figure, or say it in words."))


def _check_once(form: ModelForm) -> None:
    sent = form.cleaned_data
    if not {"target", "level"} <= sent.keys():
        return  # refused by themselves
    same = Tolerance.objects.filter(
        project=sent.get("project"),
        target=sent["target"],
        level=sent["level"],
        scope=sent.get("scope") or "",
        is_archived=False,
    ).exclude(pk=form.instance.pk)
    if found := same.first():
        form.add_error("target", _("{code} agrees on this already.").format(code=found.code))


def check_option(form: ModelForm) -> None:
    """Refuse a second recommendation, and options of an exception that is closed."""
    exception = form.cleaned_data.get("exception")
    if exception is None:
        return
    if exception.state in CLOSED_EXCEPTIONS and "exception" in form.changed_data:
        form.add_error("exception", _("This exception is closed."))
    if form.cleaned_data.get("is_recommended"):
        others = ExceptionOption.objects.filter(exception=exception, is_recommended=True, is_archived=False)
        if found := others.exclude(pk=form.instance.pk).first():
            told = _("{code} is recommended already; recommend one.").format(code=found.code)
            form.add_error("is_recommended", told)
