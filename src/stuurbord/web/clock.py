"""Today, for people: the clock in Brussels, unless a demonstration holds it still."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Return the local date."""
    if settings.STUURBORD_TODAY:
        return date.fromisoformat(settings.STUURBORD_TODAY)
    return timezone.localdate()
