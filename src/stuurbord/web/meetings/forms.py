"""The forms of meetings: when and with whom, an item of the agenda, a decision, an action."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.models import Person
from stuurbord.web.lists.fields import LONGEST_TEXT, DayField, VisibleText
from stuurbord.web.meetings.actions.planning import FIELDS
from stuurbord.web.meetings.models import AgendaItem, Meeting, MeetingKind, Purpose
from stuurbord.web.projects.models import Project

_EMPTY = "–"


def _person(label: Any, *, required: bool = False) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Person.objects.all(), label=label, required=required, empty_label=_EMPTY)


def _text(label: Any, rows: int, **options: Any) -> VisibleText:
    area = forms.Textarea(attrs={"rows": rows})
    return VisibleText(label=label, widget=area, max_length=LONGEST_TEXT, required=False, **options)


class MeetingForm(forms.Form):
    """When, where and with whom."""

    title = VisibleText(label=_("Title"), max_length=200)
    body = VisibleText(
        label=_("Body"),
        max_length=200,
        help_text=_("Meetings of one body follow each other: what is not handled goes to its next one."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind)
    day = DayField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    length_minutes = forms.IntegerField(label=_("Length, minutes"), min_value=5, max_value=720, initial=120)
    interval_days = forms.IntegerField(
        label=_("Meets every so many days"), min_value=1, max_value=366, initial=28
    )
    place = VisibleText(label=_("Place"), max_length=200, required=False)
    chair = _person(_("Chair"))
    secretary = _person(_("Secretary"))

    @staticmethod
    def values_of(meeting: Meeting) -> dict[str, Any]:
        """Return what the form shows of a meeting."""
        local = timezone.localtime(meeting.at)
        shown = {name: getattr(meeting, name) for name in FIELDS if name != "at"}
        return shown | {"day": local.date(), "time": local.time()}

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if sent.get("chair") and sent.get("chair") == sent.get("secretary"):
            self.add_error("secretary", _("The chair approves the minutes; somebody else writes them."))
        if sent.get("day") and sent.get("time"):
            sent["at"] = timezone.make_aware(datetime.combine(sent["day"], sent["time"]))
        return sent


class ItemForm(forms.Form):
    """One item of the agenda."""

    title = VisibleText(label=_("Title"), max_length=300)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=480, initial=10)
    presenter = _person(_("Presenter"))
    note = _text(_("What was said"), 3)


class NewItemForm(forms.Form):
    """An item of one's own."""

    title = VisibleText(label=_("Title"), max_length=300)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose, initial=Purpose.DISCUSS)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=480, initial=10)
    project = forms.ModelChoiceField(
        Project.objects.none(), label=_("Project"), required=False, empty_label=_EMPTY
    )

    def __init__(self, projects: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects

    def item(self) -> AgendaItem:
        """Return what was sent as an item that is not stored yet."""
        return AgendaItem(**self.cleaned_data)


class ActionForm(forms.Form):
    """An action that is agreed at the table."""

    title = VisibleText(label=pgettext_lazy("one line", "Action"), max_length=300)
    owner = _person(_("Owner"), required=True)
    due = DayField(label=_("Due"))
    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=_EMPTY)

    def __init__(self, projects: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects


class DecisionForm(forms.Form):
    """What was decided, in words; at a gate with a condition."""

    ruling = forms.CharField(required=False)
    outcome = _text(
        _("Outcome"), 3, help_text=_("One sentence that stands by itself: it goes into the minutes.")
    )
    item_version = forms.IntegerField(widget=forms.HiddenInput)
    line_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decision_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    condition_text = VisibleText(label=_("Condition"), max_length=500, required=False)
    condition_owner = _person(_("Owner"))
    condition_due = DayField(label=_("Due"), required=False)

    def conditions(self) -> list[tuple[str, Any, Any]]:
        """Return text, owner and day of the condition, if one was written."""
        sent = self.cleaned_data
        one = (sent.get("condition_text"), sent.get("condition_owner"), sent.get("condition_due"))
        return [one] if one[0] else []


class AttendanceForm(forms.Form):
    """Somebody who was not asked before."""

    person = _person(_("Add somebody"))
