"""What a password has to be, beyond the rules that Django brings."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's rule of length, in sentences of our own: its catalogues lag behind for this one."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: it needs at least {n} character.",
            "This password is too short: it needs at least {n} characters.",
            self.min_length,
        ).format(n=self.min_length)

    def get_help_text(self) -> str:
        return ngettext(
            "At least {n} character; a sentence of a few words is easiest to remember.",
            "At least {n} characters; a sentence of a few words is easiest to remember.",
            self.min_length,
        ).format(n=self.min_length)
