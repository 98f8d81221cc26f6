"""Today, for people: the clock in Brussels, unless a demonstration holds it still."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Return the local date."""
    if settings.STUURBORD_TODAY:
        return date.fromisoformat(settings.STUURBORD_TODAY)
    return timezone.localdate()


def now() -> datetime:
    """Return the moment it is; a demonstration that holds the day still keeps the hour."""
    moment = timezone.now()
    if not settings.STUURBORD_TODAY:
        return moment
    day = today()
    return timezone.localtime(moment).replace(year=day.year, month=day.month, day=day.day)
